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
package io.zetatron.memory;

import io.zetatron.nativeaccess.NativeCopy;

import java.lang.foreign.MemorySegment;

/**
 * Copies between regions as fast as C does.
 * <p>
 * The JVM's own copy is faster for what fits into the first cache, because nothing is called. Beyond that it is up to a
 * third slower than the C library's on processors with fast string instructions, which the C library chooses by model
 * and the JVM does not use ({@code bench/run memory}).
 * <p>
 * The first copy that long links the C library's function, which takes some milliseconds: make one at the start.
 */
public final class MemoryCopy
{
    /**
     * The shortest copy that the C library makes.
     */
    public static final int NATIVE_BYTES = 32 * 1024;

    private MemoryCopy()
    {
    }

    /**
     * Copy bytes; the two ranges may overlap. Safe for any thread that may use both segments.
     *
     * @param from       source.
     * @param fromOffset where to begin in it.
     * @param to         target.
     * @param toOffset   where to begin in it.
     * @param length     bytes; may be 0.
     * @throws IndexOutOfBoundsException if a range is not all inside its segment.
     * @throws IllegalArgumentException  if the target is read-only.
     */
    public static void copy(final MemorySegment from, final long fromOffset, final MemorySegment to,
        final long toOffset, final long length)
    {
        // The C library would write to what is read-only, and cannot reach what is on the heap.
        if (length < NATIVE_BYTES || to.isReadOnly() || !from.isNative() || !to.isNative())
        {
            MemorySegment.copy(from, fromOffset, to, toOffset, length);
        }
        else
        {
            NativeCopy.copy(from.asSlice(fromOffset, length), to.asSlice(toOffset, length));
        }
    }
}
