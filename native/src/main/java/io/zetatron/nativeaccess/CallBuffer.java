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

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * Native memory of one thread for its calls: where {@code errno} is captured, and room for what calls point to. Made at
 * a thread's first call and given back by the garbage collector after the thread has ended, so that later calls
 * allocate nothing.
 * <p>
 * A virtual thread has its own too: it cannot leave its carrier between a call and the reading of {@code errno}, but it
 * may between two calls.
 */
final class CallBuffer
{
    /** Length of the largest thing that is pointed to, a set of {@link CpuList#MAX_CPUS} CPUs. */
    static final long SCRATCH_LENGTH_BYTES = CpuList.MAX_CPUS / Byte.SIZE;

    private static final long SCRATCH_OFFSET = 64;
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURED.byteOffset(PathElement.groupElement("errno"));
    private static final ThreadLocal<CallBuffer> OF_THREAD = ThreadLocal.withInitial(CallBuffer::new);

    private final MemorySegment captured;
    private final MemorySegment scratch;
    private final MemorySegment secondScratch;
    private final MemorySegment thirdScratch;

    private CallBuffer()
    {
        final MemorySegment all = Arena.ofAuto().allocate(SCRATCH_OFFSET + 3 * SCRATCH_LENGTH_BYTES, SCRATCH_OFFSET);
        captured = all.asSlice(0, CAPTURED);
        scratch = all.asSlice(SCRATCH_OFFSET, SCRATCH_LENGTH_BYTES);
        secondScratch = all.asSlice(SCRATCH_OFFSET + SCRATCH_LENGTH_BYTES, SCRATCH_LENGTH_BYTES);
        thirdScratch = all.asSlice(SCRATCH_OFFSET + 2 * SCRATCH_LENGTH_BYTES, SCRATCH_LENGTH_BYTES);
    }

    static CallBuffer ofThread()
    {
        return OF_THREAD.get();
    }

    /**
     * Where the linker puts {@code errno}.
     */
    MemorySegment captured()
    {
        return captured;
    }

    int errno()
    {
        return captured.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    /**
     * {@link #SCRATCH_LENGTH_BYTES} with whatever the last call left there.
     */
    MemorySegment scratch()
    {
        return scratch;
    }

    /**
     * As much again.
     */
    MemorySegment secondScratch()
    {
        return secondScratch;
    }

    /**
     * As much again.
     */
    MemorySegment thirdScratch()
    {
        return thirdScratch;
    }
}
