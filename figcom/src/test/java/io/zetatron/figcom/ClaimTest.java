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

import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import org.agrona.collections.MutableLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class ClaimTest
{
    @TempDir
    private Path parent;
    private TestBus test;

    @BeforeEach
    void open() throws IOException
    {
        test = new TestBus(parent, TestBus.MIN_TERM_LENGTH);
    }

    @AfterEach
    void close() throws IOException
    {
        test.close();
    }

    @Test
    void shouldRefuseAndCountWhenTheReaderIsBehind()
    {
        long number = 0;
        while (test.send(number) > 0)
        {
            number++;
        }

        assertEquals(TaskPublication.BACK_PRESSURED, test.send(number));
        assertEquals(2, test.writer.refusals());
        assertEquals(number, test.writer.framesSent());
    }

    @Test
    void shouldLoseNothingWhenTheReaderDrainsAfterBackPressure()
    {
        final MutableLong expected = new MutableLong();
        long number = 0;
        // Often enough to go through all three terms of the log more than once.
        for (int round = 0; round < 20; round++)
        {
            while (test.send(number) != TaskPublication.BACK_PRESSURED)
            {
                number++;
            }
            test.drain(test.numbers((received) -> assertEquals(expected.getAndIncrement(), received)));
        }

        assertEquals(number, expected.get());
        assertEquals(20, test.writer.refusals());
        assertEquals(List.of(), test.errors);
    }

    @Test
    void shouldLeaveNeitherFrameNorGapWhenAClaimIsAborted()
    {
        final List<Long> received = new ArrayList<>();
        test.send(1);
        test.claim(2);
        test.writer.abort();
        test.send(3);

        assertEquals(2, test.drain(test.numbers(received::add)));

        assertEquals(List.of(1L, 3L), received);
        assertEquals(2, test.writer.framesSent());
        assertEquals(0, test.reader.framesMalformed());
    }

    @Test
    void shouldRefuseSecondClaimWhenTheFirstIsOpen()
    {
        test.claim(1);

        final IllegalStateException error = assertThrows(IllegalStateException.class, () -> test.claim(2));

        assertTrue(error.getMessage().contains("atlas->spector"), error.getMessage());
    }

    @Test
    void shouldRefuseCommitWhenNothingIsClaimed()
    {
        test.send(1);

        assertThrows(IllegalStateException.class, test.writer::commit);
        assertEquals(1, test.writer.framesSent());
    }

    @Test
    void shouldRefuseAbortWhenTheClaimIsCommitted()
    {
        test.send(1);

        assertThrows(IllegalStateException.class, test.writer::abort);
        assertEquals(1, test.drain(test.numbers((number) -> { })));
    }

    @Test
    void shouldCarryTheLongestMessageWhole()
    {
        final ExplanationEncoder encoder = new ExplanationEncoder();
        final int longest = test.writer.maxBodyLength();
        final List<Integer> lengths = new ArrayList<>();

        assertTrue(test.writer.tryClaim(encoder, longest, 0, 0) > 0);
        test.writer.commit();
        test.drain((header, buffer, offset, length) -> lengths.add(length));

        assertEquals(List.of(longest), lengths);
    }

    @Test
    void shouldNameTheLimitWhenTheMessageIsTooLong()
    {
        final int longest = test.writer.maxBodyLength();

        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () ->
            test.writer.tryClaim(new ExplanationEncoder(), longest + 1, 0, 0));

        assertTrue(error.getMessage().contains((longest + 1) + " bytes"), error.getMessage());
        assertTrue(error.getMessage().endsWith(" " + longest), error.getMessage());
    }

    @Test
    void shouldRefuseMessageWhenItIsShorterThanItsBlock()
    {
        final int tooShort = ProgressEncoder.BLOCK_LENGTH - 1;

        assertThrows(IllegalArgumentException.class, () ->
            test.writer.tryClaim(new ProgressEncoder(), tooShort, 0, 0));
        assertTrue(test.send(1) > 0);
    }
}
