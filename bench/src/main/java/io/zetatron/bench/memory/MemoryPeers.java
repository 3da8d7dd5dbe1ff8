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
package io.zetatron.bench.memory;

import io.zetatron.bench.rounds.PeerLibrary;
import io.zetatron.nativeaccess.Pages;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * What C does in the place of the memory domains.
 */
final class MemoryPeers
{
    static final String LIBRARY_NAME = "libmemory.so";
    static final String FORK_NAME = "fork-snapshot";
    static final PeerLibrary LIBRARY = PeerLibrary.load(LIBRARY_NAME);

    private static final MethodHandle MAP =
        LIBRARY.function("zt_map", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle UNMAP =
        LIBRARY.function("zt_unmap", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle COPY =
        LIBRARY.function("zt_copy", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FORGET =
        LIBRARY.function("zt_forget", FunctionDescriptor.of(JAVA_LONG, ADDRESS));

    private MemoryPeers()
    {
    }

    /**
     * Memory as a C program maps it, all of it present.
     *
     * @param lengthBytes a multiple of the page size.
     * @param pages       of which it is to be made.
     * @return its address.
     * @throws IllegalStateException if there is no such memory.
     */
    static long map(final long lengthBytes, final Pages pages)
    {
        final int kind = switch (pages)
        {
            case BASE -> 0;
            case TRANSPARENT_HUGE -> 1;
            case HUGE_2_MIB -> 2;
            case HUGE_1_GIB -> throw new IllegalArgumentException("no peer has pages of 1 GiB");
        };
        final long address;
        try
        {
            address = (long)MAP.invokeExact(lengthBytes, kind);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(ex);
        }
        if (address == 0)
        {
            throw new IllegalStateException(
                "C cannot map " + lengthBytes + " bytes of " + pages + " pages: free some memory");
        }
        return address;
    }

    static void unmap(final long address, final long lengthBytes)
    {
        try
        {
            UNMAP.invokeExact(address, lengthBytes);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Copy with C's memcpy, again and again.
     *
     * @param to     address.
     * @param from   address.
     * @param length bytes.
     * @param times  how often.
     */
    static void copy(final long to, final long from, final long length, final int times)
    {
        try
        {
            COPY.invokeExact(to, from, length, times);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Let the kernel forget what it has in memory of a file.
     *
     * @param file that is on the disk.
     * @return bytes that are in memory still.
     * @throws IllegalStateException if the file cannot be opened.
     */
    static long forget(final Path file)
    {
        final long left;
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment name = arena.allocateFrom(file.toString());
            left = (long)FORGET.invokeExact(name);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(ex);
        }
        if (left < 0)
        {
            throw new IllegalStateException("the pages of " + file + " in memory cannot be counted: errno " + -left);
        }
        return left;
    }
}
