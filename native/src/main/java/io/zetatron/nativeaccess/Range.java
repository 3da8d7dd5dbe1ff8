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

import java.lang.foreign.MemorySegment;

/**
 * Segments as the ranges of addresses that system calls take.
 */
final class Range
{
    private Range()
    {
    }

    /**
     * The address of a segment that a call may be given. The caller has to keep its arena open until the call returns.
     */
    static long address(final MemorySegment segment)
    {
        if (!segment.isNative())
        {
            throw new IllegalArgumentException("memory on the Java heap has no address that a system call could use: " +
                "segment of " + segment.byteSize() + " bytes");
        }
        if (!segment.scope().isAlive())
        {
            throw new IllegalStateException("the arena of the memory at " + describe(segment) + " is closed");
        }
        if (!segment.isAccessibleBy(Thread.currentThread()))
        {
            throw new WrongThreadException("the memory at " + describe(segment) + " belongs to another thread");
        }
        return segment.address();
    }

    /**
     * The address of a segment of whole pages.
     */
    static long pageAddress(final MemorySegment segment)
    {
        final long address = address(segment);
        final long pageBytes = Pages.BASE.sizeBytes();
        if (address % pageBytes != 0 || segment.byteSize() == 0 || segment.byteSize() % pageBytes != 0)
        {
            throw new IllegalArgumentException("the memory at " + describe(segment) + " is not made of whole pages " +
                "of " + pageBytes + " bytes");
        }
        return address;
    }

    static String describe(final MemorySegment segment)
    {
        return "0x" + Long.toHexString(segment.address()) + ", " + segment.byteSize() + " bytes";
    }
}
