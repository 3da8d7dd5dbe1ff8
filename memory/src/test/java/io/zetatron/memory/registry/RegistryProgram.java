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

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a child JVM does with a registry. Says what it has done in lines on standard output.
 */
final class RegistryProgram
{
    /** Entries that {@code churn} writes over and over, under names that end in a number. */
    static final int CHURNED = 50;

    private RegistryProgram()
    {
    }

    public static void main(final String[] arguments) throws IOException
    {
        final Path folder = Path.of(arguments[1]);
        switch (arguments[0])
        {
            case "churn" -> churn(folder);
            case "put" -> put(folder, arguments[2]);
            case "die" -> die(folder, arguments[2]);
            case "hold" -> hold(folder);
            case "quiet" -> quiet(folder);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Write until killed; each line says the highest number that is safely written. */
    private static void churn(final Path folder)
    {
        final Registry registry = Registry.open(folder);
        say(registry.opening().text());
        final long first = registry.list(EntryKind.MODEL).stream().mapToLong(RegistryEntry::sequence).max().orElse(0);
        for (long number = first + 1;; number++)
        {
            registry.put(Entries.entry(EntryKind.MODEL, "m" + number % CHURNED, number));
            say("wrote " + number);
        }
    }

    /** Put an entry, then wait for one that the parent puts. */
    private static void put(final Path folder, final String name)
    {
        try (Registry registry = Registry.open(folder))
        {
            say(registry.opening().text());
            registry.put(Entries.entry(EntryKind.DOMAIN, name, 7));
            say("put");
            while (registry.get(EntryKind.DOMAIN, "from the parent", 1) == null)
            {
                Thread.onSpinWait();
            }
            say("saw " + registry.size());
        }
    }

    /** Die at a step of a write over an entry of number 1 with number 2. */
    private static void die(final Path folder, final String step)
    {
        final RegistryFolder files = RegistryFolder.of(folder);
        files.open(CheckpointCatalog.NONE, Registry.LOCK_TIMEOUT_DEFAULT_NS);
        final RegistryEntry entry = Entries.entry(EntryKind.DOMAIN, "victim", 2);
        final byte[] key = EntryCodec.key(entry);
        final byte[] value = EntryCodec.value(entry);
        files.perform(Registry.LOCK_TIMEOUT_DEFAULT_NS, () ->
        {
            files.control().activity(ControlFile.READING);
            dieIf(step.equals("reading"));
            files.control().note(step.equals("removed") ? ControlFile.REMOVE : ControlFile.PUT, 1, key, value);
            dieIf(step.equals("noted"));
            files.control().activity(ControlFile.WRITING);
            dieIf(step.equals("announced"));
            if (step.equals("torn"))
            {
                final byte[] torn = files.index().get(key);
                System.arraycopy(value, 0, torn, 0, 30);
                files.index().put(key, torn);
                dieIf(true);
            }
            files.index().put(key, value);
            Runtime.getRuntime().halt(137);
            return null;
        });
    }

    private static void dieIf(final boolean isStep)
    {
        if (isStep)
        {
            Runtime.getRuntime().halt(137);
        }
    }

    /** Hold the registry until killed. */
    private static void hold(final Path folder)
    {
        final RegistryFolder files = RegistryFolder.of(folder);
        files.open(CheckpointCatalog.NONE, Registry.LOCK_TIMEOUT_DEFAULT_NS);
        files.perform(Registry.LOCK_TIMEOUT_DEFAULT_NS, () ->
        {
            say("holding");
            while (true)
            {
                Thread.onSpinWait();
            }
        });
    }

    /** Make, recover and close a registry: nothing may be said by anybody else. */
    private static void quiet(final Path folder) throws IOException
    {
        final RegistryFolder files = RegistryFolder.of(folder);
        for (int i = 0; i < 2; i++)
        {
            try (Registry registry = Registry.open(folder))
            {
                registry.put(Entries.checkpoint(i));
            }
        }
        final Registry registry = Registry.open(folder);
        files.perform(Registry.LOCK_TIMEOUT_DEFAULT_NS, () ->
        {
            files.control().activity(ControlFile.READING);
            return null;
        });
        registry.size();
        if (registry.repair().isEmpty())
        {
            throw new IllegalStateException("nothing was repaired");
        }
        registry.close();
    }

    private static void say(final String line)
    {
        System.out.println(line);
        System.out.flush();
    }
}
