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
package io.zetatron.nativeaccess;

/**
 * Rights beyond those of an ordinary user that calls of this package can need.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
enum Capability
{
    CAP_IPC_LOCK(14),
    CAP_SYS_NICE(23);

    private final int bit;

    Capability(final int bit)
    {
        this.bit = bit;
    }

    /**
     * Whether the calling thread has it. It may still lack it where it counts: in a container with a user namespace.
     */
    boolean isHeld()
    {
        return CurrentThread.status("CapEff")
            .map((mask) -> (Long.parseUnsignedLong(mask, 16) >>> bit & 1) != 0)
            .orElse(false);
    }

    String state()
    {
        return this + (isHeld() ? " is held" : " is missing");
    }
}
