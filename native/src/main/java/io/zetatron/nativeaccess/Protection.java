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

import io.zetatron.bindings.linux.linux_h;

/**
 * What may be done with pages. Anything else ends the process with SIGSEGV.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mprotect.2.html">mprotect(2)</a>
 */
public enum Protection
{
    /** Nothing: a guard. */
    NONE(linux_h.PROT_NONE()),
    /** Reading only. */
    READ(linux_h.PROT_READ()),
    /** Reading and writing. */
    READ_WRITE(linux_h.PROT_READ() | linux_h.PROT_WRITE());

    private final int flags;

    Protection(final int flags)
    {
        this.flags = flags;
    }

    int flags()
    {
        return flags;
    }
}
