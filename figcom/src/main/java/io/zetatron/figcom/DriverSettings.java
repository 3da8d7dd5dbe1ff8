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

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How the embedded media driver is set up.
 */
final class DriverSettings
{
    /**
     * The driver's own file and its loss report, at the least lengths that Aeron allows: they are sparse, so they take
     * less.
     */
    static final long FILE_LENGTH_BYTES = 10L * 1024 * 1024;

    private static final int MAX_IPC_MTU_LENGTH_BYTES = 65_504;

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
            .errorHandler(errorHandler);
    }

    static long livenessTimeoutMs()
    {
        return TimeUnit.NANOSECONDS.toMillis(LIVENESS_TIMEOUT_NS);
    }

    private static int ipcMtuLength(final int termLength)
    {
        return Math.min(MAX_IPC_MTU_LENGTH_BYTES, FrameDescriptor.computeMaxMessageLength(termLength));
    }
}
