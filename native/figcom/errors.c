/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
#include "figcom.h"

const char *figcom_strerror(const int code)
{
    if (code >= 0)
    {
        return "done";
    }
    switch (code)
    {
        case FIGCOM_BACK_PRESSURED:
            return "the ring is full: try again when the kernel has caught up";
        case FIGCOM_TIMED_OUT:
            return "the time is over and nothing came: wait longer, or see whether the kernel runs";
        case FIGCOM_CLOSED:
            return "the kernel has closed the ring: close it here and open it again";
        case FIGCOM_PEER_DEAD:
            return "the kernel's process is gone: close the ring and open it again when there is a new kernel";
        case FIGCOM_BUSY:
            return "the ring is open already: a ring has one native process, so end that one or ask for another ring";
        case FIGCOM_NOT_A_RING:
            return "the file is no ring: give the path that the kernel says";
        case FIGCOM_OTHER_VERSION:
            return "the kernel's ring or frames have another layout: build against that kernel's figcom.h";
        case FIGCOM_TRUNCATED:
            return "the file is shorter than it says: it was cut, so let the kernel make a new one";
        case FIGCOM_CORRUPT:
            return "what lies in the ring cannot be: close it and open it again; some process wrote over it";
        case FIGCOM_TOO_LONG:
            return "the message is too long: see max_body_bytes, send a tensor reference, or give a larger buffer";
        case FIGCOM_INVALID:
            return "an argument is none that this function takes: see figcom.h";
        case FIGCOM_SYSTEM:
            return "the operating system refused: see errno";
        case FIGCOM_MISUSED:
            return "not now: commit or abort the open claim, claim before committing, or leave the handler first";
        case FIGCOM_UNSAFE:
            return "the file is not this user's alone: it has to be owned by this user, with mode 0600";
        case FIGCOM_NOT_A_TENSOR:
            return "these bytes are no tensor reference: is it another message?";
        case FIGCOM_OUTSIDE:
            return "the tensor is not all inside this domain: is it another domain's?";
        default:
            return "no code of this library";
    }
}
