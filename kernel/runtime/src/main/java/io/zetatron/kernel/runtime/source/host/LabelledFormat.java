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
package io.zetatron.kernel.runtime.source.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text in which each line begins with a label and goes on with numbers, of which the first few are wanted. Slots are
 * numbered in the order in which the lines were named here. Reading ends at the last line that is wanted.
 */
final class LabelledFormat implements TextFormat
{
    private final List<Column> columns;
    private final byte[][] labels;
    private final int[] firstSlots;
    private final int[] counts;
    private final int slots;

    private LabelledFormat(final Builder builder, final List<Column> columns)
    {
        this.columns = columns;
        labels = builder.labels.toArray(byte[][]::new);
        counts = builder.counts.stream().mapToInt(Integer::intValue).toArray();
        firstSlots = new int[counts.length];
        int slot = 0;
        for (int i = 0; i < counts.length; i++)
        {
            firstSlots[i] = slot;
            slot += counts[i];
        }
        slots = slot;
    }

    @Override
    public int slots()
    {
        return slots;
    }

    @Override
    public List<Column> columns()
    {
        return columns;
    }

    @Override
    public void read(final ByteScanner text, final Counters into)
    {
        int missing = labels.length;
        while (missing > 0 && text.hasLine())
        {
            text.nextWord();
            final int line = wanted(text);
            if (line >= 0)
            {
                readNumbers(text, into, line);
                missing--;
            }
            text.nextLine();
        }
    }

    private int wanted(final ByteScanner text)
    {
        for (int i = 0; i < labels.length; i++)
        {
            if (text.wordIs(labels[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private void readNumbers(final ByteScanner text, final Counters into, final int line)
    {
        for (int i = 0; i < counts[line]; i++)
        {
            into.put(firstSlots[line] + i, text.number());
        }
    }

    /**
     * Names the lines that are wanted.
     */
    static final class Builder
    {
        private final List<byte[]> labels = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();

        /**
         * A line with this label, and how many of its numbers are wanted.
         */
        Builder line(final String label, final int numbers)
        {
            labels.add(label.getBytes(StandardCharsets.US_ASCII));
            counts.add(numbers);
            return this;
        }

        LabelledFormat columns(final Column... columns)
        {
            return new LabelledFormat(this, List.of(columns));
        }
    }
}
