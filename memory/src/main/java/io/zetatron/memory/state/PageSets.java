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
package io.zetatron.memory.state;

/**
 * Sets of pages as bits in words: page 0 is the lowest bit of word 0.
 */
final class PageSets
{
    private PageSets()
    {
    }

    static long[] create(final int pages)
    {
        return new long[(pages + Long.SIZE - 1) / Long.SIZE];
    }

    /**
     * The bits of the pages that one word stands for, where not all of its bits stand for pages.
     */
    static long allOf(final int pages, final int word)
    {
        final int rest = pages - word * Long.SIZE;
        return rest >= Long.SIZE ? -1L : -1L >>> -rest;
    }

    static long[] all(final int pages)
    {
        final long[] set = create(pages);
        for (int word = 0; word < set.length; word++)
        {
            set[word] = allOf(pages, word);
        }
        return set;
    }

    static boolean contains(final long[] set, final int page)
    {
        return (set[page >>> 6] & 1L << page) != 0;
    }

    static void add(final long[] set, final int page)
    {
        set[page >>> 6] |= 1L << page;
    }
}
