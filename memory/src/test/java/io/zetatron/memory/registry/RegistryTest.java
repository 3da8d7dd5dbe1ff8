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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class RegistryTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldGiveBackWhatWasPutWhenOpenedAgain()
    {
        final RegistryEntry entry =
            Entries.entry(EntryKind.MODEL, "größe/\uD83D\uDE80", 17).ownedBy(ProcessHandle.current());
        try (Registry registry = Registry.open(folder))
        {
            assertEquals(Outcome.CREATED, registry.opening().outcome());
            registry.put(entry);
        }

        try (Registry registry = Registry.open(folder))
        {
            assertEquals("registry " + folder + ": opened, 1 entry", registry.opening().text());
            assertEquals(entry, registry.get(EntryKind.MODEL, entry.name(), 1));
            assertNull(registry.get(EntryKind.MODEL, entry.name(), 2));
            assertNull(registry.get(EntryKind.BLOCK, entry.name(), 1));
        }
    }

    @Test
    void shouldReplaceRemoveAndListByKind()
    {
        try (Registry registry = Registry.open(folder))
        {
            for (int i = 0; i < 5; i++)
            {
                registry.put(Entries.entry(EntryKind.DOMAIN, "b", i));
                registry.put(Entries.entry(EntryKind.DOMAIN, "a", i));
                registry.put(Entries.checkpoint(i));
            }

            assertEquals(7, registry.size());
            assertEquals(
                List.of(Entries.entry(EntryKind.DOMAIN, "a", 4), Entries.entry(EntryKind.DOMAIN, "b", 4)),
                registry.list(EntryKind.DOMAIN));
            assertTrue(registry.remove(EntryKind.DOMAIN, "a", 1));
            assertFalse(registry.remove(EntryKind.DOMAIN, "a", 1));
            assertEquals(List.of(Entries.entry(EntryKind.DOMAIN, "b", 4)), registry.list(EntryKind.DOMAIN));
            assertEquals(5, registry.list(EntryKind.CHECKPOINT).size());
            assertEquals(List.of(), registry.list(EntryKind.MODEL));
        }
    }

    @Test
    void shouldHoldTheLongestEntriesUpToItsLimitAndRefuseOneMore()
    {
        final String path = "p".repeat(RegistryEntry.MAX_PATH_BYTES);
        final String hash = "f".repeat(RegistryEntry.MAX_HASH_BYTES);
        try (Registry registry = Registry.open(folder))
        {
            for (int i = 0; i < Registry.MAX_ENTRIES; i++)
            {
                final String name = "n".repeat(RegistryEntry.MAX_NAME_BYTES - 6) + (100_000 + i);
                registry.put(RegistryEntry.of(EntryKind.BLOCK, name, Long.MAX_VALUE, path, Long.MAX_VALUE, hash, i, i));
            }
            final RegistryEntry oneMore = RegistryEntry.of(EntryKind.BLOCK, "one more", 3, "", 0, "", 0, 0);

            final RegistryFullException full =
                assertThrows(RegistryFullException.class, () -> registry.put(oneMore));

            assertTrue(full.getMessage().contains("block one more version 3: it holds its 4096 entries"),
                full.getMessage());
            final RegistryEntry first = registry.list(EntryKind.BLOCK).getFirst();
            registry.put(first.ownedBy(ProcessHandle.current()));
            assertTrue(registry.remove(EntryKind.BLOCK, first.name(), Long.MAX_VALUE));
            registry.put(oneMore);
            assertEquals(Registry.MAX_ENTRIES, registry.size());
        }
        try (Registry registry = Registry.open(folder))
        {
            assertEquals(Outcome.OPENED, registry.opening().outcome());
            assertEquals(Registry.MAX_ENTRIES, registry.list(EntryKind.BLOCK).size());
        }
    }

    @Test
    void shouldKeepEveryWriteOfManyThreadsAndObjects() throws Exception
    {
        final int threads = 4;
        final int writes = 100;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads))
        {
            final List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++)
            {
                final int thread = i;
                results.add(pool.submit(() ->
                {
                    try (Registry registry = Registry.open(folder))
                    {
                        for (int j = 0; j < writes; j++)
                        {
                            registry.put(Entries.entry(EntryKind.MODEL, thread + "-" + j % 20, j));
                            registry.put(Entries.entry(EntryKind.MODEL, "shared", j));
                            assertTrue(Entries.isWhole(registry.get(EntryKind.MODEL, "shared", 1)));
                        }
                    }
                }));
            }
            for (final Future<?> result : results)
            {
                result.get();
            }
        }

        try (Registry registry = Registry.open(folder))
        {
            assertEquals(Outcome.OPENED, registry.opening().outcome());
            assertEquals(threads * 20 + 1, registry.size());
            assertTrue(registry.list(EntryKind.MODEL).stream().allMatch(Entries::isWhole));
        }
    }

    @Test
    void shouldKeepTheFilesOpenUntilTheLastObjectIsClosed()
    {
        final Registry first = Registry.open(folder);
        final Registry second = Registry.open(folder);
        first.put(Entries.checkpoint(1));

        first.close();
        first.close();

        assertEquals(Entries.checkpoint(1), second.get(EntryKind.CHECKPOINT, "state-1", 1));
        assertTrue(assertThrows(RegistryException.class, first::size).getMessage().contains("closed"));
        second.close();
        assertTrue(assertThrows(RegistryException.class, second::size).getMessage().contains("closed"));
    }

    @Test
    void shouldLeaveNoFileOpenWhenClosed() throws IOException
    {
        Entries.fill(folder, 2);
        try (Registry registry = Registry.open(folder))
        {
            assertEquals(4, registry.size());
        }

        assertEquals(List.of(), openFilesIn(folder));
    }

    static List<String> openFilesIn(final Path folder) throws IOException
    {
        final List<String> open = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd")))
        {
            for (final Path file : files.filter(Files::isSymbolicLink).toList())
            {
                final String target = Files.readSymbolicLink(file).toString();
                if (target.startsWith(folder.toRealPath().toString()))
                {
                    open.add(target);
                }
            }
        }
        return open;
    }

    @Test
    void shouldOpenAndWorkForAnInterruptedThreadAndLeaveItInterrupted()
    {
        Thread.currentThread().interrupt();
        try (Registry registry = Registry.open(folder))
        {
            registry.put(Entries.checkpoint(1));
            assertEquals(1, registry.size());
        }
        finally
        {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void shouldMakeTheFolderForItsOwnerOnly() throws IOException
    {
        final Path inner = folder.resolve("a/b");

        Registry.open(inner).close();

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)));
    }

    @Test
    void shouldSayWhenTheFolderIsAFile() throws IOException
    {
        final Path file = Files.createFile(folder.resolve("file"));

        final RegistryException failure = assertThrows(RegistryException.class, () -> Registry.open(file));

        assertTrue(failure.getMessage().contains("the folder cannot be made or read"), failure.getMessage());
    }

    @Test
    void shouldHaveTheDiskHoldEveryByteOfItsFiles() throws IOException
    {
        try (Registry registry = Registry.open(folder))
        {
            for (final String name : List.of(Registry.INDEX_FILE, Registry.CONTROL_FILE))
            {
                final Path file = folder.resolve(name);
                final long blocks = blocks(file);
                assertTrue(blocks * 512 >= Files.size(file), name + ": " + blocks + " blocks of 512 bytes");
            }
            assertTrue(2 * Files.size(folder.resolve(Registry.INDEX_FILE)) <= Registry.SPACE_BYTES);
            assertEquals(0, registry.size());
        }
    }

    private static long blocks(final Path file) throws IOException
    {
        final Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
    }

    @Test
    void shouldRaiseItsFormatVersionWithChronicleMapsLayout() throws IOException
    {
        Registry.open(folder).close();
        final byte[] header = new byte[400];
        try (var in = Files.newInputStream(folder.resolve(Registry.INDEX_FILE)))
        {
            in.readNBytes(header, 0, header.length);
        }

        assertEquals(1, ControlFile.FORMAT_VERSION);
        assertTrue(new String(header, StandardCharsets.ISO_8859_1).contains("dataFileVersion: \"2026.1\""),
            "Chronicle Map has another version: raise ControlFile.FORMAT_VERSION if its files differ, and this test");
    }
}
