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
package io.zetatron.figcom;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FrameDescriptor;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How the embedded media driver is set up.
 */
final class DriverSettings
{
    /** The least length that Aeron allows for its buffers, but for the errors'. */
    private static final int LEAST_BUFFER_LENGTH_BYTES = 1024 * 1024;
    private static final int LEAST_ERROR_BUFFER_LENGTH_BYTES = 4 * 1024 * 1024;
    private static final int COUNTER_METADATA_PER_VALUE = 4;
    private static final int ROUNDING_BYTES = 64 * 1024;

    /**
     * What the driver's own files take, all of it at once: commands, replies, losses, the counters' values and what
     * describes them, and errors.
     */
    static final long FILE_LENGTH_BYTES =
        (4L + COUNTER_METADATA_PER_VALUE) * LEAST_BUFFER_LENGTH_BYTES + LEAST_ERROR_BUFFER_LENGTH_BYTES +
            ROUNDING_BYTES;

    /** The longest MTU that Aeron allows. */
    static final int MAX_IPC_MTU_LENGTH_BYTES = 65_504;

    /**
     * Driver and client share this process and one thread: neither outlives the other, so a long pause (a suspended
     * machine, a debugger) must not make one of them give the other up.
     */
    private static final long LIVENESS_TIMEOUT_NS = TimeUnit.MINUTES.toNanos(10);
    private static final long UNBLOCK_TIMEOUT_NS = TimeUnit.MINUTES.toNanos(15);

    private DriverSettings()
    {
    }

    static MediaDriver.Context context(final Path folder, final int termLength, final ErrorHandler errorHandler)
    {
        return new MediaDriver.Context()
            .aeronDirectoryName(folder.toString())
            .threadingMode(ThreadingMode.INVOKER)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .termBufferSparseFile(false)
            .ipcTermBufferLength(termLength)
            .ipcMtuLength(ipcMtuLength(termLength))
            .clientLivenessTimeoutNs(LIVENESS_TIMEOUT_NS)
            .publicationUnblockTimeoutNs(UNBLOCK_TIMEOUT_NS)
            .conductorBufferLength(LEAST_BUFFER_LENGTH_BYTES + RingBufferDescriptor.TRAILER_LENGTH)
            .toClientsBufferLength(LEAST_BUFFER_LENGTH_BYTES + BroadcastBufferDescriptor.TRAILER_LENGTH)
            .counterValuesBufferLength(LEAST_BUFFER_LENGTH_BYTES)
            .errorBufferLength(LEAST_ERROR_BUFFER_LENGTH_BYTES)
            .lossReportBufferLength(LEAST_BUFFER_LENGTH_BYTES)
            .errorHandler(errorHandler);
    }

    static long livenessTimeoutMs()
    {
        return TimeUnit.NANOSECONDS.toMillis(LIVENESS_TIMEOUT_NS);
    }

    static int ipcMtuLength(final int termLength)
    {
        return Math.min(MAX_IPC_MTU_LENGTH_BYTES, FrameDescriptor.computeMaxMessageLength(termLength));
    }
}
