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
package io.zetatron.memory.registry;

import io.zetatron.memory.registry.RegistryCondition.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class RegistryDamageTest
{
    private static final int CHECKPOINTS = 20;
    private static final CheckpointCatalog CATALOG =
        () -> List.of(Entries.checkpoint(1_000), Entries.checkpoint(1_001), Entries.checkpoint(3));
    /** More with {@code -Dzetatron.registry.flips=5000}. */
    private static final int FLIPS = Integer.getInteger("zetatron.registry.flips", 25);

    @TempDir
    private Path folder;

    @Test
    void shouldRecoverAllButTheEntryThatWasHitAndKeepTheFile() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        final Path index = folder.resolve(Registry.INDEX_FILE);
        // The hash of one checkpoint, which it alone has.
        flip(index, find(index, Entries.checkpoint(5).path()), 0x01);
        final byte[] damaged = Files.readAllBytes(index);

        try (Registry registry = Registry.open(folder, CATALOG))
        {
            final RegistryCondition opening = registry.opening();
            assertEquals(Outcome.RECOVERED, opening.outcome());
            assertEquals("registry " + folder + ": recovered (registry.map was changed since it was closed): " +
                "40 entries checked, 1 dropped, 2 put back from checkpoint files; what was found is kept as " +
                opening.keptAside().getFirst().getFileName(), opening.text());
            assertArrayEquals(damaged, Files.readAllBytes(opening.keptAside().getFirst()));
            assertEquals(null, registry.get(EntryKind.CHECKPOINT, "state-5", 1));
            assertEquals(41, registry.size());
            assertEquals(Entries.checkpoint(1_000), registry.get(EntryKind.CHECKPOINT, "state-1000", 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "8", "11", "12", "100", "700", "2000"})
    void shouldRecoverEveryEntryWhenTheHeaderIsHit(final long offset) throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        flip(folder.resolve(Registry.INDEX_FILE), offset, 0xFF);

        try (Registry registry = Registry.open(folder, CATALOG))
        {
            assertTrue(registry.opening().text().contains("recovered (registry.map was changed since it was closed, " +
                "its header is damaged): 40 entries checked, 0 dropped; what was found is kept as registry.map.dam"),
                registry.opening().text());
            assertEquals(40, registry.size());
            assertEquals(CHECKPOINTS, registry.list(EntryKind.DOMAIN).stream().filter(Entries::isWhole).count());
        }
        assertOpensInOrder(40);
    }

    @Test
    void shouldSayThatTheHeaderIsDamagedWhenItWasNotClosedEither() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        leaveUnclosed();
        flip(folder.resolve(Registry.INDEX_FILE), 100, 0xFF);

        try (Registry registry = Registry.open(folder, CATALOG))
        {
            assertTrue(registry.opening().text().contains("recovered (it was not closed in order, its " +
                "header is damaged): 40 entries checked, 0 dropped; what was found"), registry.opening().text());
        }
    }

    private void leaveUnclosed() throws IOException
    {
        try (ControlFile control = ControlFile.open(folder.resolve(Registry.CONTROL_FILE)))
        {
            control.writeOpen();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 3_000, 4_096, 8_192, 60_000, 1_000_000})
    void shouldRecoverOrRebuildATruncatedFile(final int length) throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        final Path index = folder.resolve(Registry.INDEX_FILE);
        final long whole = Files.size(index);
        try (FileChannel channel = FileChannel.open(index, StandardOpenOption.WRITE))
        {
            channel.truncate(length);
        }

        final int size;
        try (Registry registry = Registry.open(folder, CATALOG))
        {
            final RegistryCondition opening = registry.opening();
            size = registry.size();
            assertTrue(opening.text().contains("registry.map has " + length + " bytes instead of " + whole),
                opening.text());
            assertEquals(length, Files.size(opening.keptAside().getFirst()));
            if (opening.outcome() == Outcome.REBUILT)
            {
                assertEquals(CATALOG.checkpoints(), registry.list(EntryKind.CHECKPOINT));
                assertEquals(3, size);
            }
            else
            {
                assertEquals(40, opening.checked());
                assertEquals(40 - opening.dropped() + opening.checkpoints(), size);
            }
            assertEquals(length >= 60_000 ? Outcome.RECOVERED : Outcome.REBUILT, opening.outcome(), opening.text());
        }
        assertOpensInOrder(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000, 2_000_000, 6_000_000, 10_000_000})
    void shouldRebuildFromTheCheckpointFilesWhenTheFileIsGarbage(final int length) throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        final byte[] garbage = new byte[length];
        new Random(length).nextBytes(garbage);
        Files.write(folder.resolve(Registry.INDEX_FILE), garbage);

        try (Registry registry = Registry.open(folder, CATALOG))
        {
            final RegistryCondition opening = registry.opening();
            assertEquals(Outcome.REBUILT, opening.outcome());
            assertTrue(opening.text().startsWith("registry " + folder + ": rebuilt from 3 checkpoints (registry.map "),
                opening.text());
            assertArrayEquals(garbage, Files.readAllBytes(opening.keptAside().getFirst()));
            assertEquals(CATALOG.checkpoints(), registry.list(EntryKind.CHECKPOINT));
            assertEquals(3, registry.size());
        }
        assertOpensInOrder(3);
    }

    @Test
    void shouldRebuildWhenTheFileIsMissing() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        Files.delete(folder.resolve(Registry.INDEX_FILE));

        try (Registry registry = Registry.open(folder, CATALOG))
        {
            assertEquals("registry " + folder + ": rebuilt from 3 checkpoints (registry.map is missing)",
                registry.opening().text());
        }
    }

    @Test
    void shouldRebuildAndKeepBothFilesWhenTheyAreOfAnotherVersion() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        writeVersion(7);

        try (Registry registry = Registry.open(folder, CATALOG))
        {
            final RegistryCondition opening = registry.opening();
            assertTrue(opening.text().startsWith("registry " + folder + ": rebuilt from 3 checkpoints (its files " +
                "have format version 7, and this is version 1); what was found is kept as registry.lock.damaged-"),
                opening.text());
            assertEquals(2, opening.keptAside().size());
            assertEquals(3, registry.size());
        }
        assertOpensInOrder(3);
    }

    private void writeVersion(final int version) throws IOException
    {
        final Path file = folder.resolve(Registry.CONTROL_FILE);
        final ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        content.putInt(8, version);
        final CRC32C crc = new CRC32C();
        crc.update(content.array(), 8, 4);
        crc.update(content.array(), 16, 48);
        content.putInt(12, (int)crc.getValue());
        Files.write(file, content.array());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 13, 17, 30, 40, 63})
    void shouldRecoverEveryEntryWhenTheControlFileIsHit(final int offset) throws IOException
    {
        final List<RegistryEntry> entries = Entries.fill(folder, CHECKPOINTS);
        flip(folder.resolve(Registry.CONTROL_FILE), offset, 0x40);

        try (Registry registry = Registry.open(folder))
        {
            assertTrue(registry.opening().text().contains("recovered (registry.lock is damaged): 40 entries checked, " +
                "0 dropped; what was found is kept as registry.lock.damaged-"), registry.opening().text());
            entries.forEach((entry) -> assertEquals(entry, registry.get(entry.kind(), entry.name(), entry.version())));
        }
        assertOpensInOrder(40);
    }

    @Test
    void shouldRecoverEveryEntryWhenTheControlFileIsMissing() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        Files.delete(folder.resolve(Registry.CONTROL_FILE));

        try (Registry registry = Registry.open(folder))
        {
            assertTrue(registry.opening().text().contains(
                "recovered (registry.lock is missing or empty): 40 entries checked, 0 dropped"),
                registry.opening().text());
        }
    }

    @Test
    void shouldFindEveryFlippedByteAndGiveBackOnlyWholeEntries() throws IOException
    {
        final List<RegistryEntry> entries = Entries.fill(folder, CHECKPOINTS);
        final Path index = folder.resolve(Registry.INDEX_FILE);
        final byte[] whole = Files.readAllBytes(index);
        final byte[] control = Files.readAllBytes(folder.resolve(Registry.CONTROL_FILE));
        final int used = 8_192 + 50_000 + 60_000;
        final Random random = new Random(FLIPS);
        for (int i = 0; i < FLIPS; i++)
        {
            final byte[] damaged = whole.clone();
            final int hits = i % 5 == 0 ? 200 : 1;
            for (int j = 0; j < hits; j++)
            {
                damaged[random.nextInt(used)] ^= (byte)(1 + random.nextInt(255));
            }
            Files.write(index, damaged);
            Files.write(folder.resolve(Registry.CONTROL_FILE), control);
            if (i % 2 == 0)
            {
                leaveUnclosed();
            }

            try (Registry registry = Registry.open(folder))
            {
                final RegistryCondition opening = registry.opening();
                assertTrue(opening.outcome() == Outcome.RECOVERED || opening.outcome() == Outcome.REBUILT,
                    opening.text());
                assertEquals(40 - opening.dropped(), registry.size(), opening.text());
                assertTrue(entries.containsAll(registry.list(EntryKind.DOMAIN)), opening.text());
                assertTrue(entries.containsAll(registry.list(EntryKind.CHECKPOINT)), opening.text());
                registry.put(Entries.checkpoint(5_000));
                for (final Path kept : opening.keptAside())
                {
                    Files.deleteIfExists(kept);
                }
            }
        }
    }

    @Test
    void shouldRefuseAnEntryThatIsDamagedWhileOpenAndRecoverWhenOpenedAgain() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        try (Registry registry = Registry.open(folder))
        {
            final Path index = folder.resolve(Registry.INDEX_FILE);
            flip(index, find(index, Entries.checkpoint(5).path()), 0x01);

            final RegistryException failure = assertThrows(RegistryException.class,
                () -> registry.get(EntryKind.CHECKPOINT, "state-5", 1));

            assertTrue(failure.getMessage().contains("checkpoint state-5 version 1 are not those that were written"),
                failure.getMessage());
            assertThrows(RegistryException.class, () -> registry.list(EntryKind.DOMAIN));
            assertEquals(Entries.checkpoint(4), registry.get(EntryKind.CHECKPOINT, "state-4", 1));
        }
        try (Registry registry = Registry.open(folder, () -> List.of(Entries.checkpoint(5))))
        {
            assertEquals(Entries.checkpoint(5), registry.get(EntryKind.CHECKPOINT, "state-5", 1),
                registry.opening().text());
        }
    }

    @Test
    void shouldLeaveAllAsItWasWhenTheCheckpointFilesCannotBeRead() throws IOException
    {
        Entries.fill(folder, CHECKPOINTS);
        final byte[] garbage = {1, 2, 3};
        Files.write(folder.resolve(Registry.INDEX_FILE), garbage);
        final CheckpointCatalog broken = () ->
        {
            throw new IOException("the disk is gone");
        };

        final RegistryException failure = assertThrows(RegistryException.class, () -> Registry.open(folder, broken));

        assertTrue(failure.getMessage().contains("the disk is gone"), failure.getMessage());
        assertArrayEquals(garbage, Files.readAllBytes(folder.resolve(Registry.INDEX_FILE)));
        assertEquals(List.of(), RegistryTest.openFilesIn(folder));
        try (Registry registry = Registry.open(folder, CATALOG))
        {
            assertEquals(Outcome.REBUILT, registry.opening().outcome());
        }
    }

    private void assertOpensInOrder(final int entries)
    {
        try (Registry registry = Registry.open(folder))
        {
            assertEquals("registry " + folder + ": opened, " + entries + " entries", registry.opening().text());
        }
    }

    private static void flip(final Path file, final long offset, final int bits) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte)(one.get(0) ^ bits));
            channel.write(one.rewind(), offset);
        }
    }

    private static long find(final Path file, final String text) throws IOException
    {
        final String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        final int at = content.indexOf(text);
        assertTrue(at > 0, text + " is not in " + file);
        return at;
    }
}
