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
import java.util.List;

/**
 * In which condition a registry's file was found, and what was done about it.
 *
 * @param outcome     which of the cases it was.
 * @param folder      of the registry.
 * @param reason      why it was not simply opened; empty if it was.
 * @param checked     entries that were looked at, those dropped included.
 * @param dropped     entries that were there but not whole, and are gone unless the checkpoint files had them.
 * @param checkpoints entries put back from the checkpoint files.
 * @param keptAside   files that were found damaged or strange, under the names that they now have.
 */
public record RegistryCondition(
    Outcome outcome, Path folder, String reason, int checked, int dropped, int checkpoints, List<Path> keptAside)
{
    /**
     * What may happen to a file at opening.
     */
    public enum Outcome
    {
        /**
         * There was none, and no checkpoint files either.
         */
        CREATED,
        /**
         * It was as the last user left it.
         */
        OPENED,
        /**
         * Its whole entries were carried over to a new file.
         */
        RECOVERED,
        /**
         * It was of no use: the registry now holds what the checkpoint files say, and nothing else.
         */
        REBUILT
    }

    /**
     * A copy of the list.
     */
    public RegistryCondition
    {
        keptAside = List.copyOf(keptAside);
    }

    /**
     * All of it in one line.
     *
     * @return text for a log or a person.
     */
    public String text()
    {
        return "registry " + folder + ": " + switch (outcome)
        {
            case CREATED -> "created, no entries";
            case OPENED -> "opened, " + count(checked, "entry", "entries");
            case RECOVERED -> "recovered (" + reason + "): " + count(checked, "entry", "entries") + " checked, " +
                dropped + " dropped" + (checkpoints > 0 ? ", " + checkpoints + " put back from checkpoint files" : "");
            case REBUILT -> "rebuilt from " + count(checkpoints, "checkpoint", "checkpoints") + " (" + reason + ")";
        } + (keptAside.isEmpty() ? "" : "; what was found is kept as " + names());
    }

    private String names()
    {
        return String.join(" and ", keptAside.stream().map((file) -> file.getFileName().toString()).toList());
    }

    private static String count(final int number, final String one, final String many)
    {
        return number + " " + (number == 1 ? one : many);
    }
}
