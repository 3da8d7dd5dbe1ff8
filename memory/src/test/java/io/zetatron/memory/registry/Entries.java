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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries for tests: each field follows from a name and a number, so that one which mixes two of them is seen.
 */
final class Entries
{
    private Entries()
    {
    }

    static RegistryEntry entry(final EntryKind kind, final String name, final long number)
    {
        return new RegistryEntry(
            kind, name, 1, "/somewhere/" + name + "/" + number + "/" + "x".repeat((int)(number % 700)), number * 3,
            Long.toHexString(number).repeat(4), number, number + 1, number + 2, number + 3, number + 4);
    }

    static RegistryEntry checkpoint(final long number)
    {
        return entry(EntryKind.CHECKPOINT, "state-" + number, number);
    }

    /**
     * Whether an entry is one that {@link #entry} makes.
     */
    static boolean isWhole(final RegistryEntry entry)
    {
        return entry.equals(entry(entry.kind(), entry.name(), entry.sequence()));
    }

    /**
     * Make a registry with some checkpoints and as many domains, and close it.
     */
    static List<RegistryEntry> fill(final Path folder, final int count)
    {
        final List<RegistryEntry> entries = new ArrayList<>();
        try (Registry registry = Registry.open(folder))
        {
            for (int i = 0; i < count; i++)
            {
                entries.add(checkpoint(i));
                entries.add(entry(EntryKind.DOMAIN, "domain-" + i, i));
            }
            entries.forEach(registry::put);
        }
        return entries;
    }
}
