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
package io.zetatron.kernel.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person should know about a run besides its results: what was asked for and not got, and why. Safe for use by
 * any thread.
 */
public final class Notes
{
    /**
     * The most notes that are kept; further ones are left out, with a note that says so.
     */
    public static final int MAX_NOTES = 200;

    private final List<String> notes = new ArrayList<>();

    /**
     * Add a note.
     *
     * @param note one line.
     */
    public synchronized void add(final String note)
    {
        if (notes.size() < MAX_NOTES)
        {
            notes.add(note);
        }
        else if (notes.size() == MAX_NOTES)
        {
            notes.add("further notes are left out");
        }
    }

    /**
     * The notes from some number on.
     *
     * @param from 0 for all.
     * @return a snapshot.
     */
    public synchronized List<String> since(final int from)
    {
        return List.copyOf(notes.subList(Math.min(from, notes.size()), notes.size()));
    }
}
