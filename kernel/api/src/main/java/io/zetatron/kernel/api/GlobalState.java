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
package io.zetatron.kernel.api;

import io.zetatron.figcom.LastValueChannel;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The global state: what one engine knows about the whole stream and every engine may read. It travels as a meta sync,
 * so writing never waits and reading is never torn.
 * <p>
 * This is the writing end, for one thread; each reading thread has a {@link View}.
 */
public final class GlobalState
{
    /**
     * The length of the state in bytes.
     */
    public static final int LENGTH_BYTES = 6 * BitUtil.SIZE_OF_LONG;

    private static final int ROWS_ADMITTED = 0;
    private static final int ROWS_JOINED = BitUtil.SIZE_OF_LONG;
    private static final int ANOMALIES = 2 * BitUtil.SIZE_OF_LONG;
    private static final int INCIDENTS = 3 * BitUtil.SIZE_OF_LONG;
    private static final int DEADLINE_MISSES = 4 * BitUtil.SIZE_OF_LONG;
    private static final int LAST_SCORE = 5 * BitUtil.SIZE_OF_LONG;

    private final LastValueChannel channel;

    /**
     * The writing end.
     *
     * @param channel whose value is {@link #LENGTH_BYTES} long.
     */
    public GlobalState(final LastValueChannel channel)
    {
        this.channel = channel;
    }

    /**
     * Publish the state.
     *
     * @param rowsAdmitted   rows that have entered the kernel.
     * @param rowsJoined     rows whose result has left it.
     * @param anomalies      rows among them with a verdict of anomaly.
     * @param incidents      incidents opened.
     * @param deadlineMisses rows whose result came after its deadline.
     * @param lastScore      of the last row joined, 0..1.
     */
    public void publish(
        final long rowsAdmitted,
        final long rowsJoined,
        final long anomalies,
        final long incidents,
        final long deadlineMisses,
        final double lastScore)
    {
        final MutableDirectBuffer value = channel.beginWrite();
        value.putLong(ROWS_ADMITTED, rowsAdmitted);
        value.putLong(ROWS_JOINED, rowsJoined);
        value.putLong(ANOMALIES, anomalies);
        value.putLong(INCIDENTS, incidents);
        value.putLong(DEADLINE_MISSES, deadlineMisses);
        value.putDouble(LAST_SCORE, lastScore);
        channel.publish();
    }

    /**
     * One thread's view of the global state.
     */
    public static final class View
    {
        private final LastValueChannel.Reader reader;

        /**
         * A view.
         *
         * @param reader of the channel, for this view alone.
         */
        public View(final LastValueChannel.Reader reader)
        {
            this.reader = reader;
        }

        /**
         * Take over the last state that was published.
         *
         * @return this view, all of whose fields are of one and the same state.
         */
        public View refresh()
        {
            reader.poll();
            return this;
        }

        /**
         * Rows that have entered the kernel.
         *
         * @return the count.
         */
        public long rowsAdmitted()
        {
            return value().getLong(ROWS_ADMITTED);
        }

        /**
         * Rows whose result has left the kernel.
         *
         * @return the count.
         */
        public long rowsJoined()
        {
            return value().getLong(ROWS_JOINED);
        }

        /**
         * Rows with a verdict of anomaly.
         *
         * @return the count.
         */
        public long anomalies()
        {
            return value().getLong(ANOMALIES);
        }

        /**
         * Incidents opened.
         *
         * @return the count.
         */
        public long incidents()
        {
            return value().getLong(INCIDENTS);
        }

        /**
         * Rows whose result came after its deadline.
         *
         * @return the count.
         */
        public long deadlineMisses()
        {
            return value().getLong(DEADLINE_MISSES);
        }

        /**
         * The score of the last row joined.
         *
         * @return 0..1.
         */
        public double lastScore()
        {
            return value().getDouble(LAST_SCORE);
        }

        private DirectBuffer value()
        {
            return reader.value();
        }
    }
}
