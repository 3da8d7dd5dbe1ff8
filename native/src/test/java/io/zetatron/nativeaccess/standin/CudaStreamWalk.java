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
package io.zetatron.nativeaccess.standin;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_HANDLE;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_VALUE;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_NOT_READY;
import static io.zetatron.bindings.cuda.cuda_h.CU_EVENT_DEFAULT;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_NON_BLOCKING;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_WAIT_VALUE_EQ;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_WAIT_VALUE_GEQ;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_WRITE_VALUE_DEFAULT;
import static io.zetatron.bindings.cuda.cuda_h.cuEventDestroy_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuEventElapsedTime_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuEventQuery;
import static io.zetatron.bindings.cuda.cuda_h.cuEventRecord;
import static io.zetatron.bindings.cuda.cuda_h.cuEventSynchronize;
import static io.zetatron.bindings.cuda.cuda_h.cuMemFreeHost;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamCreateWithPriority;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamDestroy_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamQuery;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamSynchronize;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamWaitEvent;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamWaitValue32_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamWaitValue64_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamWriteValue32_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamWriteValue64_v2;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The bound functions about streams, events and words that the host and a stream exchange.
 */
final class CudaStreamWalk
{
    private static final VarHandle WORD = JAVA_INT.varHandle();

    private CudaStreamWalk()
    {
    }

    static void streams(final CudaSession session)
    {
        final MemorySegment out = session.out();
        session.ok(cuStreamCreateWithPriority(out, CU_STREAM_NON_BLOCKING(), -5));
        final MemorySegment stream = out.get(ADDRESS, 0);
        session.ok(cuStreamQuery(stream));
        session.ok(cuStreamSynchronize(stream));
        session.ok(cuStreamDestroy_v2(stream));
        session.expect(CUDA_ERROR_INVALID_HANDLE(), cuStreamQuery(stream));
    }

    static void words(final CudaSession session)
    {
        final MemorySegment stream = session.stream(CU_STREAM_NON_BLOCKING());
        final MemorySegment words = session.pinned(64);
        final long at = words.address();
        session.ok(cuStreamWaitValue32_v2(stream, at, 1, CU_STREAM_WAIT_VALUE_GEQ()));
        session.ok(cuStreamWriteValue32_v2(stream, at + 4, 7, CU_STREAM_WRITE_VALUE_DEFAULT()));
        session.ok(cuStreamWriteValue64_v2(stream, at + 8, 1L << 40, CU_STREAM_WRITE_VALUE_DEFAULT()));
        session.ok(cuStreamWaitValue64_v2(stream, at + 8, 1L << 40, CU_STREAM_WAIT_VALUE_EQ()));
        session.expect(CUDA_ERROR_NOT_READY(), cuStreamQuery(stream));
        assertEquals(0, (int)WORD.getVolatile(words, 4L));
        WORD.setVolatile(words, 0L, 1);
        session.ok(cuStreamSynchronize(stream));
        assertEquals(7, (int)WORD.getVolatile(words, 4L));
        assertEquals(1L << 40, words.get(JAVA_LONG, 8));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuStreamWaitValue32_v2(stream, at + 1, 1, 0));
        session.ok(cuStreamDestroy_v2(stream));
        session.ok(cuMemFreeHost(words));
    }

    static void events(final CudaSession session)
    {
        final MemorySegment one = session.stream(CU_STREAM_NON_BLOCKING());
        final MemorySegment two = session.stream(CU_STREAM_NON_BLOCKING());
        final MemorySegment start = session.event(CU_EVENT_DEFAULT());
        final MemorySegment end = session.event(CU_EVENT_DEFAULT());
        final MemorySegment words = session.pinned(64);
        final MemorySegment milliseconds = session.out();
        session.ok(cuEventRecord(start, one));
        session.ok(cuStreamWaitValue32_v2(one, words.address(), 1, CU_STREAM_WAIT_VALUE_EQ()));
        session.ok(cuEventRecord(end, one));
        session.ok(cuStreamWaitEvent(two, end, 0));
        session.ok(cuStreamWriteValue32_v2(two, words.address() + 4, 3, 0));
        session.expect(CUDA_ERROR_NOT_READY(), cuEventQuery(end));
        session.expect(CUDA_ERROR_NOT_READY(), cuEventElapsedTime_v2(milliseconds, start, end));
        assertEquals(0, (int)WORD.getVolatile(words, 4L));
        WORD.setVolatile(words, 0L, 1);
        session.ok(cuEventSynchronize(end));
        session.ok(cuEventQuery(end));
        session.ok(cuStreamSynchronize(two));
        assertEquals(3, (int)WORD.getVolatile(words, 4L));
        session.ok(cuEventElapsedTime_v2(milliseconds, start, end));
        assertTrue(milliseconds.get(JAVA_FLOAT, 0) > 0);
        session.ok(cuEventDestroy_v2(start));
        session.expect(CUDA_ERROR_INVALID_HANDLE(), cuEventQuery(start));
        session.ok(cuEventDestroy_v2(end));
        session.ok(cuStreamDestroy_v2(one));
        session.ok(cuStreamDestroy_v2(two));
        session.ok(cuMemFreeHost(words));
    }
}
