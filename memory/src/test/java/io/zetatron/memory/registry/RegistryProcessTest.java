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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class RegistryProcessTest
{
    /** More with {@code -Dzetatron.registry.kills=100}. */
    private static final int KILLS = Integer.getInteger("zetatron.registry.kills", 4);

    @TempDir
    private Path folder;

    @Test
    void shouldShowTwoProcessesEachOthersEntries() throws Exception
    {
        try (Registry registry = Registry.open(folder))
        {
            try (ChildJvm child = ChildJvm.start("put", folder.toString(), "from the child"))
            {
                assertEquals("registry " + folder + ": opened, 0 entries", child.line());
                assertEquals("put", child.line());

                assertEquals(Entries.entry(EntryKind.DOMAIN, "from the child", 7),
                    registry.get(EntryKind.DOMAIN, "from the child", 1));
                registry.put(Entries.entry(EntryKind.DOMAIN, "from the parent", 8));

                assertEquals("saw 2", child.line());
                assertEquals(0, child.awaitExit());
            }
            assertEquals(2, registry.size());
        }
        try (Registry registry = Registry.open(folder))
        {
            assertEquals("registry " + folder + ": opened, 2 entries", registry.opening().text());
        }
    }

    @Test
    void shouldHaveEveryEntryWholeAfterEachKillOfAWriter() throws Exception
    {
        for (int i = 0; i < KILLS; i++)
        {
            final long written = churnAndKill();
            try (Registry registry = Registry.open(folder))
            {
                final RegistryCondition opening = registry.opening();
                final List<RegistryEntry> entries = registry.list(EntryKind.MODEL);
                final long last = entries.stream().mapToLong(RegistryEntry::sequence).max().orElse(0);

                assertEquals(Outcome.RECOVERED, opening.outcome(), opening.text());
                assertTrue(opening.text().contains(": " + opening.checked() + " entries checked, 0 dropped"),
                    opening.text());
                assertEquals(List.of(), opening.keptAside());
                assertTrue(entries.stream().allMatch(Entries::isWhole));
                assertTrue(last >= written, last + " is there of " + written);
                for (final RegistryEntry entry : entries)
                {
                    assertTrue(entry.sequence() > last - RegistryProgram.CHURNED, entry.sequence() + " of " + last);
                }
                assertEquals(Math.min(last, RegistryProgram.CHURNED), entries.size());
            }
        }
        assertEquals(List.of(Registry.CONTROL_FILE, Registry.INDEX_FILE), files());
    }

    private long churnAndKill() throws Exception
    {
        long written = 0;
        try (ChildJvm child = ChildJvm.start("churn", folder.toString()))
        {
            child.line();
            final int most = ThreadLocalRandom.current().nextInt(1, 400);
            for (int i = 0; i < most; i++)
            {
                written = number(child.line());
            }
            // Not through the process itself, which would close what is still to be read.
            child.process().toHandle().destroyForcibly();
            for (final String line : child.lines())
            {
                // The last line may have been cut off in the middle of its number.
                written = Math.max(written, line.matches("wrote \\d+") ? Math.min(number(line), written + 1) : 0);
            }
            assertNotEquals(0, child.awaitExit());
        }
        return written;
    }

    private static long number(final String line)
    {
        return Long.parseLong(line.substring("wrote ".length()));
    }

    private List<String> files() throws Exception
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.map((file) -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "reading, 1, a read", "noted, 1, a read", "announced, 2, a write", "torn, 2, a write", "written, 2, a write",
    })
    void shouldLeaveTheOldOrTheNewEntryWhenAWriterDiesAtAStep(
        final String step, final long number, final String activity) throws Exception
    {
        try (Registry registry = Registry.open(folder))
        {
            registry.put(Entries.entry(EntryKind.DOMAIN, "victim", 1));
        }
        final long pid = dieAt(step);

        try (Registry registry = Registry.open(folder))
        {
            assertEquals("registry " + folder + ": recovered (process " + pid + " ended or failed in the middle of " +
                activity + "): 1 entry checked, 0 dropped", registry.opening().text());
            assertEquals(Entries.entry(EntryKind.DOMAIN, "victim", number),
                registry.get(EntryKind.DOMAIN, "victim", 1));
        }
    }

    private long dieAt(final String step) throws Exception
    {
        try (ChildJvm child = ChildJvm.start("die", folder.toString(), step))
        {
            assertEquals(137, child.awaitExit(), child.err());
            return child.pid();
        }
    }

    @Test
    void shouldRepairAndSaySoWhenAnotherProcessDiesInTheMiddleOfAWrite() throws Exception
    {
        try (Registry registry = Registry.open(folder))
        {
            registry.put(Entries.entry(EntryKind.DOMAIN, "victim", 1));
            final long pid = dieAt("torn");

            assertEquals(Entries.entry(EntryKind.DOMAIN, "victim", 2), registry.get(EntryKind.DOMAIN, "victim", 1));

            assertEquals("registry " + folder + ": recovered (process " + pid + " ended or failed in the middle of a " +
                "write): 1 entry checked, 0 dropped", registry.repair().orElseThrow().text());
        }
    }

    @Test
    void shouldLetAllOthersGoOnWhenAWriterDies() throws Exception
    {
        try (Registry registry = Registry.open(folder);
            ChildJvm other = ChildJvm.start("put", folder.toString(), "from the child"))
        {
            assertEquals("registry " + folder + ": opened, 0 entries", other.line());
            assertEquals("put", other.line());
            registry.put(Entries.entry(EntryKind.DOMAIN, "victim", 1));
            dieAt("torn");

            // Whichever of the two comes first repairs, and the other has to follow it to a new file.
            assertEquals(Entries.entry(EntryKind.DOMAIN, "victim", 2), registry.get(EntryKind.DOMAIN, "victim", 1));
            registry.put(Entries.entry(EntryKind.DOMAIN, "from the parent", 8));
            assertEquals("saw 3", other.line());
            assertEquals(0, other.awaitExit(), other.err());
            assertEquals(3, registry.size());
        }
        try (Registry registry = Registry.open(folder))
        {
            assertEquals("registry " + folder + ": opened, 3 entries", registry.opening().text());
        }
    }

    @Test
    void shouldNameTheHolderWhenItDoesNotLetGo() throws Exception
    {
        final long timeoutNs = TimeUnit.MILLISECONDS.toNanos(200);
        try (ChildJvm child = ChildJvm.start("hold", folder.toString()))
        {
            assertEquals("holding", child.line());

            final RegistryBusyException busy = assertThrows(RegistryBusyException.class,
                () -> Registry.open(folder, CheckpointCatalog.NONE, timeoutNs));

            assertTrue(busy.getMessage().matches(
                ".*: held by process " + child.pid() + " \\(.*java\\) since \\d+ ms, longer than the 200 ms .*"),
                busy.getMessage());
            child.kill();
            try (Registry registry = Registry.open(folder, CheckpointCatalog.NONE, timeoutNs))
            {
                assertEquals(0, registry.size());
            }
        }
    }
}
