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

import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LastValueChannelTest
{
    private static final int LONGS = 16;
    private static final int VALUE_LENGTH = LONGS * Long.BYTES;
    private static final long PUBLICATIONS = 1_000_000;

    private final UnsafeBuffer region = new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(LastValueChannel.regionLength(VALUE_LENGTH), 128));
    private final LastValueChannel channel = new LastValueChannel(region, VALUE_LENGTH);
    private final LastValueChannel.Reader reader = channel.reader();

    @Test
    void shouldBeUnchangedWhenNothingWasPublished()
    {
        assertEquals(LastValueChannel.UNCHANGED, reader.poll());
        assertEquals(0, reader.value().getLong(0));
    }

    @Test
    void shouldTakeTheLastValueOver()
    {
        publish(7);

        assertEquals(1, reader.poll());
        assertEquals(7, reader.value().getLong(VALUE_LENGTH - Long.BYTES));
        assertEquals(LastValueChannel.UNCHANGED, reader.poll());
    }

    @Test
    void shouldCountTheValuesThatWereMissed()
    {
        publish(1);
        reader.poll();
        publish(2);
        publish(3);
        publish(4);

        assertEquals(3, reader.poll());
        assertEquals(4, reader.value().getLong(0));
    }

    @Test
    void shouldHandTheValueBeforeToTheWriter()
    {
        publish(5);

        final MutableDirectBuffer value = channel.beginWrite();

        assertEquals(5, value.getLong(0));
    }

    @Test
    void shouldBeBusyAndKeepItsViewWhenTheWriterIsAtWork()
    {
        publish(1);
        reader.poll();
        publish(2);
        channel.beginWrite().putLong(0, 3);

        assertEquals(LastValueChannel.BUSY, reader.poll());
        assertEquals(1, reader.value().getLong(0));

        channel.publish();
        assertEquals(2, reader.poll());
        assertEquals(3, reader.value().getLong(0));
    }

    @Test
    void shouldServeEachReaderOnItsOwn()
    {
        final LastValueChannel.Reader late = channel.reader();
        publish(1);
        reader.poll();
        publish(2);

        assertEquals(1, reader.poll());
        assertEquals(2, late.poll());
    }

    @Test
    void shouldNameBothLengthsWhenTheRegionIsTooSmall()
    {
        final UnsafeBuffer tooSmall = new UnsafeBuffer(new byte[LastValueChannel.regionLength(8) - 1]);

        final IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> new LastValueChannel(tooSmall, 8));

        assertEquals("a value of 8 bytes needs a region of 136 bytes, not 135", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, LastValueChannel.MAX_VALUE_LENGTH_BYTES + 1})
    void shouldNameTheRangeWhenTheValueIsOutOfIt(final int valueLength)
    {
        final IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> new LastValueChannel(region, valueLength));

        assertEquals("a value of " + valueLength + " bytes: it must be in 1..65536", error.getMessage());
    }

    @Test
    void shouldCarryAValueOfTheLongestLength()
    {
        final int longest = LastValueChannel.MAX_VALUE_LENGTH_BYTES;
        final LastValueChannel wide = new LastValueChannel(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(LastValueChannel.regionLength(longest), 128)), longest);
        final LastValueChannel.Reader reading = wide.reader();
        wide.beginWrite().putByte(longest - 1, (byte)7);
        wide.publish();

        assertEquals(1, reading.poll());
        assertEquals(7, reading.value().getByte(longest - 1));
    }

    @Test
    void shouldRefuseARegionThatIsNotAligned()
    {
        final UnsafeBuffer crooked = new UnsafeBuffer(region, 4, region.capacity() - 4);

        assertThrows(IllegalArgumentException.class, () -> new LastValueChannel(crooked, 8));
    }

    @Test
    void shouldRefuseToPublishWhatWasNotBegun()
    {
        assertThrows(IllegalStateException.class, channel::publish);
        channel.beginWrite();
        assertThrows(IllegalStateException.class, channel::beginWrite);
        channel.publish();
        assertEquals(1, reader.poll());
    }

    @Test
    @Timeout(30)
    void shouldNeverShowATornValueWhenTheWriterIsFast() throws InterruptedException, ExecutionException
    {
        final List<FutureTask<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++)
        {
            final FutureTask<Long> task = new FutureTask<>(() -> readToTheEnd(channel.reader()));
            readers.add(task);
            Thread.ofPlatform().daemon(true).start(task);
        }

        for (long number = 1; number <= PUBLICATIONS; number++)
        {
            publish(number);
        }

        for (final FutureTask<Long> task : readers)
        {
            assertEquals(PUBLICATIONS, task.get());
        }
    }

    /**
     * Read until the last value has been seen.
     *
     * @return how many values were published, as the reader has it.
     */
    private static long readToTheEnd(final LastValueChannel.Reader reader)
    {
        long published = 0;
        while (published < PUBLICATIONS)
        {
            final long count = reader.poll();
            if (count > 0)
            {
                published += count;
                for (int i = 0; i < LONGS; i++)
                {
                    assertEquals(published, reader.value().getLong(i * Long.BYTES));
                }
            }
            else
            {
                assertTrue(count == LastValueChannel.UNCHANGED || count == LastValueChannel.BUSY);
                Thread.onSpinWait();
            }
        }
        return published;
    }

    private void publish(final long number)
    {
        final MutableDirectBuffer value = channel.beginWrite();
        for (int i = 0; i < LONGS; i++)
        {
            value.putLong(i * Long.BYTES, number);
        }
        channel.publish();
    }
}
