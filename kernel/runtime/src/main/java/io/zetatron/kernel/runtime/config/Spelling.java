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
package io.zetatron.kernel.runtime.config;

import java.util.Collection;

/**
 * Finds the word that somebody may have meant.
 */
final class Spelling
{
    private static final int MAX_EDITS = 3;

    private Spelling()
    {
    }

    /**
     * The known word that is nearest to a given one.
     *
     * @param word  as it was written.
     * @param known words.
     * @return the nearest, or null if none is within three edits.
     */
    static String nearest(final String word, final Collection<String> known)
    {
        String nearest = null;
        int fewest = MAX_EDITS + 1;
        for (final String candidate : known)
        {
            final int edits = edits(word, candidate);
            if (edits < fewest)
            {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /**
     * Levenshtein's distance.
     */
    private static int edits(final String from, final String to)
    {
        int[] last = new int[to.length() + 1];
        for (int j = 0; j < last.length; j++)
        {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++)
        {
            final int[] row = new int[last.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++)
            {
                final int substitution = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, Math.min(last[j], row[j - 1]) + 1);
            }
            last = row;
        }
        return last[to.length()];
    }
}
