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

import io.zetatron.figcom.codec.ExplanationDecoder;
import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.PlanStatus;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.MutableInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class LanesTest
{
    private static final int LANES = 3;
    private static final int URGENT = 0;
    private static final int LOWEST = LANES - 1;

    @TempDir
    private Path parent;
    private final List<Integer> lanes = new ArrayList<>();
    private final FrameHandler recording = (header, buffer, offset, length) -> lanes.add((int)header.priority());
    private TestBus test;

    @BeforeEach
    void open() throws IOException
    {
        test = new TestBus(parent, TestBus.MIN_TERM_LENGTH, TestBus.CHANNEL.withLanes(LANES).withDeadlines());
    }

    @AfterEach
    void close() throws IOException
    {
        test.close();
    }

    @Test
    void shouldReadTheMostUrgentFirst()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int lane = LOWEST; lane >= URGENT; lane--)
            {
                test.send(round, lane);
            }
        }

        assertEquals(9, test.drain(recording));

        assertEquals(List.of(0, 0, 0, 1, 1, 1, 2, 2, 2), lanes);
        assertEquals(List.of(), test.errors);
    }

    @Test
    void shouldSendByTheLeastUrgentLaneWhenNoneIsNamed()
    {
        test.send(1);

        test.drain(recording);

        assertEquals(List.of(LOWEST), lanes);
    }

    @Test
    void shouldNumberEachLaneOnItsOwn()
    {
        final List<Long> sequences = new ArrayList<>();
        for (int i = 0; i < 2; i++)
        {
            for (int lane = 0; lane < LANES; lane++)
            {
                test.send(i, lane);
            }
        }

        test.drain((header, buffer, offset, length) -> sequences.add(header.sequence()));

        assertEquals(List.of(0L, 1L, 0L, 1L, 0L, 1L), sequences);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1000})
    void shouldMoveTheLowestLaneWithinTheBoundWhenTheUrgentAreNeverEmpty(final int pollLimit)
    {
        LongStream.range(0, 20).forEach((number) -> test.send(number, LOWEST));
        LongStream.range(0, 20).forEach((number) -> test.send(number, LOWEST - 1));
        final MutableInteger overtaken = new MutableInteger();
        final MutableInteger most = new MutableInteger();
        final MutableInteger lowest = new MutableInteger();
        final FrameHandler handler = (header, buffer, offset, length) ->
        {
            if (header.priority() == LOWEST)
            {
                lowest.increment();
                overtaken.set(0);
            }
            else
            {
                most.set(Math.max(most.get(), overtaken.incrementAndGet()));
            }
            return true;
        };

        while (lowest.get() < 20)
        {
            test.bus.doWork();
            // Always more of them than a poll takes.
            for (int i = 0; i <= pollLimit && test.send(i, URGENT) > 0; i++)
            {
                assertTrue(most.get() <= FrameSubscription.MAX_OVERTAKING, "overtaken by " + most);
            }
            test.reader.poll(handler, pollLimit);
        }

        assertEquals(FrameSubscription.MAX_OVERTAKING, most.get());
        assertEquals(List.of(), test.errors);
    }

    @Test
    void shouldNotLetALessUrgentFrameTakeTheRoomThatARefusedOneWaitsFor()
    {
        test.send(1, LOWEST);
        test.send(2, URGENT);
        final List<Long> offered = new ArrayList<>();
        final FrameHandler refusing = (header, buffer, offset, length) ->
            !offered.add((long)header.priority());

        for (int i = 0; i < FrameSubscription.MAX_OVERTAKING; i++)
        {
            test.bus.doWork();
            assertEquals(0, test.reader.poll(refusing, 10));
        }
        assertEquals(List.of(), offered.stream().filter((lane) -> lane != URGENT).toList());

        test.reader.poll(refusing, 10);
        assertTrue(offered.contains((long)LOWEST));
        assertEquals(2, test.drain(recording));
        assertEquals(List.of(URGENT, LOWEST), lanes);
    }

    @Test
    void shouldReadOnInTheUrgentLaneWhenTheHandlerRefusesTheLowest()
    {
        test.send(1, LOWEST);
        for (int i = 0; i < 3 * FrameSubscription.MAX_OVERTAKING; i++)
        {
            test.send(i, URGENT);
        }

        final int read = test.drain((header, buffer, offset, length) -> header.priority() == URGENT);

        assertEquals(3 * FrameSubscription.MAX_OVERTAKING, read);
        assertEquals(0, test.reader.position(LOWEST));
    }

    @Test
    void shouldKeepTheFrameOfEachLaneWhenTheHandlerThrows()
    {
        test.send(1, URGENT);
        test.send(2, LOWEST);

        assertThrows(IllegalStateException.class, () -> test.drain((header, buffer, offset, length) ->
        {
            throw new IllegalStateException();
        }));

        assertEquals(2, test.drain(recording));
        assertEquals(List.of(URGENT, LOWEST), lanes);
    }

    @Test
    void shouldCountLateFramesOnceEach()
    {
        final long nowNs = System.nanoTime();
        sendBy(nowNs - 1_000_000);
        sendBy(nowNs + 60_000_000_000L);
        sendBy(TaskPublication.NO_DEADLINE);
        final List<Long> deadlines = new ArrayList<>();

        test.drain((header, buffer, offset, length) -> false);
        test.drain((header, buffer, offset, length) -> deadlines.add(header.deadlineNs()));

        assertEquals(1, test.reader.framesLate());
        assertEquals(List.of(nowNs - 1_000_000, nowNs + 60_000_000_000L, TaskPublication.NO_DEADLINE), deadlines);
    }

    @Test
    void shouldRefuseADeadlineWhenTheChannelHasNone(@TempDir final Path other) throws IOException
    {
        try (TestBus without = new TestBus(other, TestBus.MIN_TERM_LENGTH))
        {
            final IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> without.claim(1, 0, 5));

            assertTrue(error.getMessage().contains("with deadlines"), error.getMessage());
            assertEquals(0, without.reader.framesLate());
        }
    }

    @Test
    void shouldShowThePositionOfEachLaneAndCommitItWhenTold()
    {
        test.send(1, URGENT);
        test.send(2, LOWEST);
        test.send(3, LOWEST);
        test.drain(recording);

        assertEquals(1, test.reader.position(URGENT));
        assertEquals(0, test.reader.position(1));
        assertEquals(2, test.reader.position(LOWEST));
        assertEquals(0, test.reader.committedPosition(LOWEST));

        test.reader.commitPositions();

        assertEquals(1, test.reader.committedPosition(URGENT));
        assertEquals(2, test.reader.committedPosition(LOWEST));
    }

    @Test
    void shouldOfferAMessageThatWasEncodedElsewhere()
    {
        final ExplanationEncoder message = new ExplanationEncoder().wrap(new ExpandableArrayBuffer(), 24);
        message.plan(5).incident(6).status(PlanStatus.LATE).text("because");
        final ExplanationDecoder decoder = new ExplanationDecoder();
        final List<String> texts = new ArrayList<>();

        assertTrue(test.writer.offer(message, 7, 8) > 0);
        assertTrue(test.writer.offer(message, 7, 8, URGENT, TaskPublication.NO_DEADLINE) > 0);
        test.drain((header, buffer, offset, length) ->
        {
            decoder.wrap(buffer, offset, header.blockLength(), header.version());
            return texts.add(header.priority() + " " + header.correlation() + " " + decoder.plan() + " " +
                decoder.status() + " " + decoder.text());
        });

        assertEquals(List.of("0 7 5 LATE because", "2 7 5 LATE because"), texts);
    }

    @Test
    void shouldGiveEachLaneTheCapacityThatWasDeclared(@TempDir final Path other) throws IOException
    {
        final int capacity = 512 * 1024;
        try (TestBus wide = new TestBus(other, TestBus.MIN_TERM_LENGTH,
            TestBus.CHANNEL.withLanes(2).withCapacityBytes(capacity)))
        {
            final int frameLength = 160;
            for (int lane = 0; lane < 2; lane++)
            {
                int frames = 0;
                while (wide.send(frames, lane) > 0)
                {
                    frames++;
                }
                assertTrue(frames >= capacity / frameLength, frames + " frames in lane " + lane);
            }
        }
    }

    private void sendBy(final long deadlineNs)
    {
        assertTrue(test.claim(0, URGENT, deadlineNs) > 0);
        test.writer.commit();
    }
}
