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
package io.zetatron.kernel.engines.david;

import io.zetatron.figcom.codec.AlarmKind;

/**
 * Watches one count that should not grow, and says when its growth is worth an alarm: at once, then not again until a
 * quiet time has passed. Not thread-safe.
 */
final class Watch
{
    private final AlarmKind kind;
    private final String subject;
    private final long quietNs;
    private long seen;
    private long reported;
    private long reportedNs;
    private boolean hasReported;

    Watch(final AlarmKind kind, final String subject, final long quietNs)
    {
        this.kind = kind;
        this.subject = subject;
        this.quietNs = quietNs;
    }

    /**
     * Look at the count.
     *
     * @param count now.
     * @return true if it has grown since the last look.
     */
    boolean hasGrown(final long count)
    {
        final boolean hasGrown = count > seen;
        seen = count;
        return hasGrown;
    }

    /**
     * Whether growth is still to be reported.
     *
     * @param nowNs monotonic.
     * @return true if there is some and the quiet time has passed.
     */
    boolean isDue(final long nowNs)
    {
        return seen > reported && (!hasReported || nowNs - reportedNs >= quietNs);
    }

    /**
     * The growth that a report now speaks of.
     *
     * @return the difference to the last report.
     */
    long growth()
    {
        return seen - reported;
    }

    /**
     * The report has been made.
     *
     * @param nowNs monotonic.
     */
    void reported(final long nowNs)
    {
        reported = seen;
        reportedNs = nowNs;
        hasReported = true;
    }

    AlarmKind kind()
    {
        return kind;
    }

    String subject()
    {
        return subject;
    }
}
