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
package io.zetatron.nativeaccess.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was found of a library, without loading it.
 *
 * @param library  that was looked for.
 * @param state    whether it can be used.
 * @param files    in which it lies, symbolic links resolved, in the order in which they are to be loaded; empty if it
 *                 was not found.
 * @param version  as its files tell it; empty if they do not.
 * @param missing  functions that it lacks although they are bound, to the release that brought them; empty text where
 *                 all releases have them.
 * @param older    functions that it has under an older name only, to that name.
 * @param reason   why it cannot be used; empty if it can.
 * @param advice   what to do about it; empty if nothing has to be done.
 * @param tried    every place that was looked at before, with what was there.
 */
public record LibraryProbe(
    Library library,
    State state,
    List<Path> files,
    String version,
    Map<String, String> missing,
    Map<String, String> older,
    String reason,
    String advice,
    List<String> tried)
{
    /**
     * Whether a library can be used.
     */
    public enum State
    {
        /**
         * It can be loaded and has all that is required.
         */
        FOUND,
        /**
         * There is no such file.
         */
        MISSING,
        /**
         * There is one that cannot be loaded or lacks something that is required.
         */
        UNUSABLE
    }

    /**
     * Whether it can be used.
     *
     * @return true if it was found and has what is required.
     */
    public boolean isUsable()
    {
        return state == State.FOUND;
    }

    /**
     * All of it in one sentence.
     *
     * @return for example {@code OpenCL 2.2 in /usr/lib/x86_64-linux-gnu/libOpenCL.so.1.0.0}.
     */
    public String summary()
    {
        if (!isUsable())
        {
            return library.title() + " is not to be had: " + reason;
        }
        final StringBuilder text = new StringBuilder(name()).append(" in ").append(files.getLast());
        if (!missing.isEmpty())
        {
            text.append(", without ").append(missingText());
        }
        if (!older.isEmpty())
        {
            text.append(", with older names of ").append(String.join(", ", older.keySet()));
        }
        return text.toString();
    }

    String name()
    {
        return version.isEmpty() ? library.title() : library.title() + " " + version;
    }

    String missingText()
    {
        return String.join(", ", missing.entrySet().stream()
            .map((entry) -> entry.getKey() +
                (entry.getValue().isEmpty() ? "" : " (there since " + entry.getValue() + ")"))
            .toList());
    }

    LibraryException failure()
    {
        final String places = tried.isEmpty() ? "" : ". Looked at: " + String.join("; ", tried);
        return new LibraryException(library, summary() + places + ". What to do: " + advice);
    }
}
