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
package io.zetatron.figcom.counters;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class CounterRecordTest
{
    private static final int COUNTERS = 128;
    private static final int FOREIGN_TYPE_ID = 1007;
    private static final int PAUSED_WITHIN = 4;

    private final UnsafeBuffer metaData = new UnsafeBuffer(new byte[COUNTERS * CountersReader.METADATA_LENGTH]);
    private final UnsafeBuffer values = new UnsafeBuffer(new byte[COUNTERS * CountersReader.COUNTER_LENGTH]);
    private final CountersManager manager = new CountersManager(metaData, values, StandardCharsets.UTF_8);
    private final CountersReader reader = new CountersReader(metaData, values, StandardCharsets.UTF_8);

    @Test
    void shouldReadBackEachMetricAsItWasWritten()
    {
        for (final Metric metric : Metric.values())
        {
            final CounterKey key = new CounterKey(metric, -7, 3, "subject", "object \u00e9");
            add(metric.isText() ? CounterRecord.text(key, "text \u00e9") : CounterRecord.figure(key))
                .set(100 + metric.ordinal());
        }

        final List<CounterReading> readings = CounterReading.all(reader);

        assertEquals(Arrays.stream(Metric.values())
            .map((metric) -> new CounterReading(new CounterKey(metric, -7, 3, "subject", "object \u00e9"),
                100 + metric.ordinal(), metric.isText() ? "text \u00e9" : "")).toList(), readings);
    }

    @Test
    void shouldTellEachMetricByItsTypeAndNumber()
    {
        final Set<List<Integer>> seen = new HashSet<>();
        for (final Metric metric : Metric.values())
        {
            assertTrue(seen.add(List.of(metric.type().id(), metric.number())), metric.toString());
            assertEquals(metric, Metric.of(metric.type(), metric.number()));
            assertEquals(metric.type(), CounterType.of(metric.type().id()));
        }
    }

    @Test
    void shouldReadReceivedBeforeSentSoThatABacklogIsNeverNegative()
    {
        assertTrue(Metric.CHANNEL_RECEIVED.ordinal() < Metric.CHANNEL_SENT.ordinal());
        assertTrue(Metric.ROWS_OUT.ordinal() < Metric.ROWS_IN.ordinal());
    }

    @Test
    void shouldSayItInTheLabelToo()
    {
        assertEquals("channel atlas->spector frames sent",
            CounterKey.of(Metric.CHANNEL_SENT, "atlas", "spector").label());
        assertEquals("domain spector resident bytes on node 1",
            CounterKey.of(Metric.DOMAIN_NODE_BYTES, "spector").part(1).label());
        add(CounterRecord.text(CounterKey.of(Metric.DOMAIN_PAGES, "spector"), "4 KiB"));
        assertEquals("domain spector pages: 4 KiB", reader.getCounterLabel(0));
    }

    @Test
    void shouldFollowTheDocumentedKeyByteForByte()
    {
        final CounterRecord written = CounterRecord.text(
            CounterKey.of(Metric.DOMAIN_REASON, "ab", "c").number(2).part(1), "why");
        final byte[] key = new byte[written.keyLength()];
        written.key().getBytes(0, key);

        assertEquals(26406, written.typeId());
        assertEquals(List.of((byte)10, (byte)2, (byte)1, (byte)"domain ab reason: ".length(), (byte)2, (byte)1),
            List.of(key[0], key[4], key[8], key[12], key[16], key[20]));
        assertEquals("abc", new String(key, 24, 3, StandardCharsets.UTF_8));
        assertEquals(27, key.length);
    }

    @Test
    void shouldCutATextThatIsLongerThanItsLabelAndSayThatItIsCut()
    {
        add(CounterRecord.text(CounterKey.of(Metric.DOMAIN_REASON, "a"), "\ud83d\ude00".repeat(200)));

        final String text = CounterReading.all(reader).getFirst().text();

        assertTrue(text.matches("(\ud83d\ude00){80,95}\\.\\.\\."), text);
    }

    @Test
    void shouldRefuseNamesThatDoNotFit()
    {
        final CounterKey fitting = CounterKey.of(Metric.BLOCK_FIGURE, "s".repeat(44), "o".repeat(44));
        final CounterKey tooLong = CounterKey.of(Metric.BLOCK_FIGURE, "s".repeat(44), "o".repeat(45));

        add(CounterRecord.figure(fitting));
        assertEquals(fitting, CounterReading.all(reader).getFirst().key());
        final String message = assertThrows(
            IllegalArgumentException.class, () -> CounterRecord.figure(tooLong)).getMessage();
        assertTrue(message.contains("89 bytes") && message.contains("at most 88"), message);
    }

    @Test
    void shouldRefuseAFigureForATextAndTheOtherWayRound()
    {
        assertThrows(IllegalArgumentException.class,
            () -> CounterRecord.figure(CounterKey.of(Metric.DOMAIN_PAGES, "a")));
        assertThrows(IllegalArgumentException.class,
            () -> CounterRecord.text(CounterKey.of(Metric.DOMAIN_USED_BYTES, "a"), ""));
    }

    @Test
    void shouldPassOverWhatIsNotOursOrUnknown()
    {
        manager.newCounter("another's", FOREIGN_TYPE_ID, (key) -> key.putInt(0, 1));
        manager.newCounter("a type of tomorrow", CounterType.STATE.id() + 1, (key) -> key.putInt(0, 1));
        manager.newCounter("a metric of tomorrow", CounterType.STATE.id(), (key) -> key.putInt(0, 99));

        assertEquals(List.of(), CounterReading.all(reader));
    }

    @Test
    void shouldSurviveAnyKey()
    {
        final UnsafeBuffer key = new UnsafeBuffer(new byte[CountersReader.MAX_KEY_LENGTH]);
        for (final int length : new int[]{-1, Integer.MIN_VALUE, 89, 1000, Integer.MAX_VALUE})
        {
            key.putInt(0, 1);
            key.putInt(16, length);
            key.putInt(20, 1);
            assertNull(CounterKey.decode(CounterType.LOOP.id(), key));
            key.putInt(16, 1);
            key.putInt(20, length);
            assertNull(CounterKey.decode(CounterType.LOOP.id(), key));
        }
        assertNull(CounterKey.decode(CounterType.LOOP.id(), new UnsafeBuffer(new byte[8])));
    }

    @Test
    void shouldWaitForARefreshToEnd() throws InterruptedException
    {
        final AtomicCounter refreshes = add(CounterRecord.figure(CounterKey.of(Metric.KERNEL_REFRESHES)));
        final CounterKey used = CounterKey.of(Metric.DOMAIN_USED_BYTES, "a");
        final CounterKey resident = CounterKey.of(Metric.DOMAIN_RESIDENT_BYTES, "a");
        final AtomicCounter first = add(CounterRecord.figure(used));
        final AtomicCounter second = add(CounterRecord.figure(resident));
        final Thread writer = Thread.ofPlatform().start(() ->
        {
            for (int i = 0; i < 5_000; i++)
            {
                refreshes.incrementRelease();
                first.setRelease(i);
                if (i % PAUSED_WITHIN == 0)
                {
                    LockSupport.parkNanos(1);
                }
                second.setRelease(i);
                refreshes.incrementRelease();
                // A writer that is within a refresh most of the time would leave no moment to read.
                LockSupport.parkNanos(1);
            }
        });
        try
        {
            int read = 0;
            while (writer.isAlive())
            {
                final List<CounterReading> readings = CounterReading.all(reader);
                assertEquals(readings.get(1).value(), readings.get(2).value());
                read++;
            }
            assertTrue(read > 0);
        }
        finally
        {
            writer.join();
        }
    }

    private AtomicCounter add(final CounterRecord written)
    {
        return new AtomicCounter(values, manager.allocate(written.typeId(), written.key(), 0, written.keyLength(),
            written.label(), 0, written.label().capacity()));
    }
}
