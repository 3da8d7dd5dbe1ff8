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
package io.zetatron.figcom.ring;

import io.zetatron.figcom.FrameFault;
import io.zetatron.figcom.MalformedFrameException;
import org.agrona.ErrorHandler;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what was refused of a native engine and reports it, once a second at most: a process that sends nothing but
 * rubbish must not fill the log. One writer; any thread may ask for the count.
 */
final class Refusals
{
    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final String subject;
    private final ErrorHandler errorHandler;
    private final AtomicLong count = new AtomicLong();
    private long lastReportNs;

    Refusals(final String subject, final ErrorHandler errorHandler)
    {
        this.subject = subject;
        this.errorHandler = errorHandler;
    }

    void add(final FrameFault fault, final long nowNs)
    {
        final long refused = count.getPlain() + 1;
        count.setRelease(refused);
        if (refused == 1 || nowNs - lastReportNs >= REPORT_INTERVAL_NS)
        {
            lastReportNs = nowNs;
            errorHandler.onError(new MalformedFrameException(
                fault, subject + ": a frame is " + fault.text() + "; it was passed over (" + refused + " so far)"));
        }
    }

    long count()
    {
        return count.getAcquire();
    }
}
