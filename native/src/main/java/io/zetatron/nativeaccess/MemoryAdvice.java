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
 * What the kernel can be told about pages.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2)</a>
 */
public enum MemoryAdvice
{
    /** No particular use. */
    NORMAL(linux_h.MADV_NORMAL()),
    /** Used in no order: do not read ahead. */
    RANDOM(linux_h.MADV_RANDOM()),
    /** Used from beginning to end. */
    SEQUENTIAL(linux_h.MADV_SEQUENTIAL()),
    /** Used soon. */
    WILL_NEED(linux_h.MADV_WILLNEED()),
    /** Drop the contents: private pages read as zero afterwards. */
    DONT_NEED(linux_h.MADV_DONTNEED()),
    /** Drop the contents when memory is short, unless they are written again. */
    FREE(linux_h.MADV_FREE()),
    /** May become transparent huge pages. */
    HUGE_PAGE(linux_h.MADV_HUGEPAGE()),
    /** Must not become transparent huge pages. */
    NO_HUGE_PAGE(linux_h.MADV_NOHUGEPAGE()),
    /** Make transparent huge pages now; since Linux 6.1. */
    COLLAPSE(linux_h.MADV_COLLAPSE()),
    /** Leave out of a core dump. */
    DONT_DUMP(linux_h.MADV_DONTDUMP()),
    /** Undo {@link #DONT_DUMP}. */
    DO_DUMP(linux_h.MADV_DODUMP()),
    /** Not for child processes. */
    DONT_FORK(linux_h.MADV_DONTFORK()),
    /** Undo {@link #DONT_FORK}. */
    DO_FORK(linux_h.MADV_DOFORK()),
    /** Bring into memory for reading; since Linux 5.14. */
    POPULATE_READ(linux_h.MADV_POPULATE_READ()),
    /** Bring into memory for writing; since Linux 5.14. See {@link PageMemory#prefault}. */
    POPULATE_WRITE(linux_h.MADV_POPULATE_WRITE()),
    /** The first to go when memory is short. */
    COLD(linux_h.MADV_COLD()),
    /** Move out of memory now. */
    PAGE_OUT(linux_h.MADV_PAGEOUT());

    private final int number;

    MemoryAdvice(final int number)
    {
        this.number = number;
    }

    int number()
    {
        return number;
    }
}
