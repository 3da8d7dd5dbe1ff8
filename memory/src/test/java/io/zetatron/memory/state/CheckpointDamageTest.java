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
package io.zetatron.memory.state;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

import static io.zetatron.memory.state.StateBlock.save;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Files that were cut off anywhere, or have any bit changed.
 */
@Timeout(300)
class CheckpointDamageTest
{
    @TempDir
    Path folder;

    private StateBlock block;
    private byte[][] first;
    private byte[][] second;
    private byte[][] third;
    private List<Path> files;

    @BeforeEach
    void before()
    {
        block = StateBlock.of(folder, 64, 200, 64);
        try (StateCheckpointer checkpointer = StateCheckpointer.launch(block.context().fullEvery(1)))
        {
            for (int i = 0; i < 25; i++)
            {
                block.region(0).putLong(i * 8L, i * 0x0101_0101_0101L + 1);
            }
            save(checkpointer, 1);
        }
        first = block.contents();
        try (StateCheckpointer checkpointer = block.launch())
        {
            block.region(1).putLong(0, 5);
            save(checkpointer, 2);
            second = block.contents();
            block.region(0).putLong(64, 6);
            block.region(0).putByte(199, (byte)6);
            save(checkpointer, 3);
            third = block.contents();
            files = checkpointer.history().stream().map(CheckpointInfo::file).toList();
            assertEquals(List.of(CheckpointKind.FULL, CheckpointKind.FULL, CheckpointKind.INCREMENTAL),
                checkpointer.history().stream().map(CheckpointInfo::kind).toList());
        }
    }

    @AfterEach
    void after()
    {
        block.close();
    }

    @Test
    void shouldFindTheNewestCutOffAtEveryByteAndUseTheOneBefore() throws IOException
    {
        final byte[] whole = Files.readAllBytes(files.get(2));
        for (int length = 0; length < whole.length; length++)
        {
            Files.write(files.get(2), Arrays.copyOf(whole, length));
            checkNewestIsPassedOver("cut off after " + length);
        }
        Files.write(files.get(2), Arrays.copyOf(whole, whole.length + 1));
        checkNewestIsPassedOver("one byte too long");
        Files.write(files.get(2), whole);
        assertArrayEquals(third, block.restored());
    }

    @Test
    void shouldFindAnyBitChangedInTheNewestAndUseTheOneBefore() throws IOException
    {
        final byte[] whole = Files.readAllBytes(files.get(2));
        for (int i = 0; i < whole.length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                final byte[] flipped = whole.clone();
                flipped[i] ^= (byte)(1 << bit);
                Files.write(files.get(2), flipped);
                checkNewestIsPassedOver("byte " + i + " bit " + bit);
            }
        }
    }

    private void checkNewestIsPassedOver(final String damage)
    {
        final List<CheckpointInfo> verified = CheckpointFolder.at(folder).verify();
        assertEquals(List.of(CheckpointInfo.State.GOOD, CheckpointInfo.State.GOOD, CheckpointInfo.State.BROKEN),
            verified.stream().map(CheckpointInfo::state).toList(), damage);
        assertTrue(verified.get(2).reason().length() > 10, damage);
        final StateBlock.Restored restored = block.restoredBy();
        assertArrayEquals(second, restored.contents(), damage);
        assertEquals(2, restored.from().sequence(), damage);
        assertEquals(2, restored.from().position(), damage);
        assertEquals(List.of(files.get(2)),
            restored.from().passedOver().stream().map(RestoredCheckpoint.Broken::file).toList(), damage);
        final String text = restored.from().toString();
        assertTrue(text.contains(files.get(1).toString()) && text.contains(files.get(2) + " is broken: "), text);
    }

    @Test
    void shouldFindAnyByteChangedInWhatTheNewestBuildsOn() throws IOException
    {
        final byte[] whole = Files.readAllBytes(files.get(1));
        int used = 0;
        for (int i = 0; i < whole.length; i++)
        {
            final byte[] flipped = whole.clone();
            flipped[i] ^= (byte)(1 << i % 8);
            Files.write(files.get(1), flipped);
            used += checkBase("byte " + i);
        }
        assertEquals(64 + 8, used, "bytes of the two pages that the newest has anew, which are not read");
        for (int length = 0; length < whole.length; length++)
        {
            Files.write(files.get(1), Arrays.copyOf(whole, length));
            assertEquals(0, checkBase("cut off after " + length));
        }
    }

    private int checkBase(final String damage)
    {
        assertEquals(List.of(CheckpointInfo.State.GOOD, CheckpointInfo.State.BROKEN, CheckpointInfo.State.BROKEN),
            CheckpointFolder.at(folder).verify().stream().map(CheckpointInfo::state).toList(), damage);
        final StateBlock.Restored restored = block.restoredBy();
        if (restored.from().sequence() == 3)
        {
            assertArrayEquals(third, restored.contents(), damage);
            return 1;
        }
        assertArrayEquals(first, restored.contents(), damage);
        assertEquals(1, restored.from().sequence(), damage);
        assertEquals(List.of(files.get(2), files.get(1)),
            restored.from().passedOver().stream().map(RestoredCheckpoint.Broken::file).toList(), damage);
        return 0;
    }

    @Test
    void shouldSayThatWhatTheNewestBuildsOnIsMissing() throws IOException
    {
        Files.delete(files.get(1));
        final List<CheckpointInfo> history = CheckpointFolder.at(folder).history();
        assertEquals(CheckpointInfo.State.BROKEN, history.get(1).state());
        assertEquals("it builds on checkpoint 2, which is missing", history.get(1).reason());
        final StateBlock.Restored restored = block.restoredBy();
        assertEquals(1, restored.from().sequence());
        assertArrayEquals(first, restored.contents());
        assertEquals("it builds on checkpoint 2, which is missing", restored.from().passedOver().get(0).reason());
    }

    @Test
    void shouldNotTakeOneCheckpointForAnother() throws IOException
    {
        Files.copy(files.get(1), files.get(2), StandardCopyOption.REPLACE_EXISTING);
        checkNewestIsPassedOver("checkpoint 2 under the name of 3");
    }
}
