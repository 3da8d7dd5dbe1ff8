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

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * The C library's copy. Not a critical call: a long one must not hold up the garbage collector.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/memmove.3.html">memmove(3)</a>
 */
public final class NativeCopy
{
    private static final MethodHandle MEMMOVE = link();

    private NativeCopy()
    {
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link()
    {
        final Linker linker = Linker.nativeLinker();
        // Its result is the target once more, of which a segment would have to be made.
        return linker.downcallHandle(linker.defaultLookup().findOrThrow("memmove"),
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
    }

    /**
     * Copy all of one segment into another of the same length; they may overlap.
     *
     * @param from source, off the heap.
     * @param to   target, off the heap and writable.
     * @throws IllegalArgumentException if they differ in length, or the target is read-only, or one is on the heap.
     */
    public static void copy(final MemorySegment from, final MemorySegment to)
    {
        if (from.byteSize() != to.byteSize() || to.isReadOnly())
        {
            throw new IllegalArgumentException(from.byteSize() + " bytes cannot be copied into " + to.byteSize() +
                (to.isReadOnly() ? " that are read-only" : ""));
        }
        try
        {
            MEMMOVE.invokeExact(to, from, from.byteSize());
        }
        catch (final RuntimeException | Error ex)
        {
            throw ex;
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException("memmove is declared to throw nothing", ex);
        }
    }
}
