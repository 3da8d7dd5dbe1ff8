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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class CountersFileTest
{
    private static final int CHANNEL_COUNTERS = 5;
    private static final int FOREIGN_VERSION = 99 << 16;

    @TempDir
    private Path parent;
    private Path folder;
    private Path file;

    @BeforeEach
    void makeAFolder() throws IOException
    {
        folder = parent.resolve("recorded");
        file = Files.createDirectories(BusFolder.driverFolder(folder)).resolve("cnc.dat");
    }

    @Test
    void shouldSayThatThereAreNone()
    {
        assertThrows(NoSuchFileException.class, () -> CountersFile.open(folder));
    }

    @Test
    void shouldRefuseAFileThatIsCutOffAnywhere() throws IOException
    {
        final byte[] whole = recorded();
        for (int length = 0; length < whole.length; length += length < 300 ? 1 : whole.length / 50)
        {
            Files.write(file, Arrays.copyOf(whole, length));
            final EOFException failure = assertThrows(EOFException.class, () -> CountersFile.open(folder));
            assertTrue(failure.getMessage().contains("with " + length + " bytes"), failure.getMessage());
        }
        Files.write(file, whole);
        try (CountersFile counters = CountersFile.open(folder))
        {
            assertEquals(CHANNEL_COUNTERS, counters.readings().size());
        }
    }

    @Test
    void shouldRefuseLengthsThatMakeNoSense() throws IOException
    {
        final byte[] whole = recorded();
        for (int offset = 4; offset <= 20; offset += 4)
        {
            for (final int length : new int[]{-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
            {
                final byte[] damaged = whole.clone();
                ByteBuffer.wrap(damaged).order(ByteOrder.nativeOrder()).putInt(offset, length);
                Files.write(file, damaged);
                assertThrows(EOFException.class, () -> CountersFile.open(folder));
            }
        }
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException
    {
        final byte[] foreign = recorded();
        ByteBuffer.wrap(foreign).order(ByteOrder.nativeOrder()).putInt(0, FOREIGN_VERSION);
        Files.write(file, foreign);

        assertThrows(UnknownCountersException.class, () -> CountersFile.open(folder));
    }

    @Test
    void shouldTellWhenTheKernelHasGoneOrAnotherHasTakenItsPlace() throws IOException
    {
        Files.write(file, recorded());
        try (CountersFile counters = CountersFile.open(folder))
        {
            assertTrue(counters.isCurrent());
            Files.move(file, parent.resolve("kept"));
            assertFalse(counters.isCurrent());
            Files.write(file, recorded());
            assertFalse(counters.isCurrent());
            assertEquals(CHANNEL_COUNTERS, counters.readings().size());
        }
    }

    @Test
    void shouldTellWhetherAKernelLivesInAFolder() throws IOException
    {
        assertFalse(BusFolder.isLivedIn(parent.resolve("none")));
        assertFalse(BusFolder.isLivedIn(folder));
        final Path bus = parent.resolve("bus");
        try (BusFolder held = BusFolder.claim(bus))
        {
            assertTrue(BusFolder.isLivedIn(held.path()));
        }
        assertFalse(BusFolder.isLivedIn(bus));
    }

    @Test
    void shouldTellWhetherAKernelOfAnotherProcessLivesInAFolderWithoutTakingItFromIt() throws Exception
    {
        final Path bus = parent.resolve("bus");
        try (FolderProcess process = FolderProcess.claiming(bus))
        {
            assertEquals(FolderProcess.CLAIMED, process.line());
            assertTrue(BusFolder.isLivedIn(bus));
            assertTrue(BusFolder.isLivedIn(bus));
            assertThrows(FolderInUseException.class, () -> BusFolder.claim(bus));
            process.kill();
        }
        assertFalse(BusFolder.isLivedIn(bus));
        BusFolder.claim(bus).close();
    }

    private byte[] recorded() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            test.send(1);
            return Files.readAllBytes(test.folder.driverFolder().resolve("cnc.dat"));
        }
    }
}
