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
package io.zetatron.kernel.runtime.source.csv;

import io.zetatron.kernel.runtime.source.SampleRow;

import java.util.ArrayList;
import java.util.List;

/**
 * The names in the first row. A name must be there and there only once if its column is used. One exception: the first
 * column may have no name, as tables with a row index are commonly written; it then is the time or is not used.
 */
final class Header
{
    private static final int MAX_LISTED = 12;

    private final List<String> names;
    private final String place;
    private final Failure failure;

    private Header(final List<String> names, final String place, final Failure failure)
    {
        this.names = names;
        this.place = place;
        this.failure = failure;
    }

    /**
     * Take the first record as the header.
     *
     * @param cells   the record.
     * @param place   of the record.
     * @param failure makes the errors.
     * @return the header.
     * @throws io.zetatron.kernel.runtime.KernelException if the record looks like data.
     */
    static Header of(final Cells cells, final String place, final Failure failure)
    {
        if (looksLikeData(cells))
        {
            throw failure.of("has no header row: its first row (line " + cells.line() + ") looks like data, from " +
                Excerpt.of(cells.text(0)) + " on; put a line with the columns' names on top");
        }
        final List<String> names = new ArrayList<>(cells.count());
        for (int i = 0; i < cells.count(); i++)
        {
            names.add(cells.text(i));
        }
        return new Header(List.copyOf(names), place, failure);
    }

    /**
     * How many columns there are.
     *
     * @return the count.
     */
    int count()
    {
        return names.size();
    }

    /**
     * The name of a column.
     *
     * @param column index from 0.
     * @return empty if it has none.
     */
    String name(final int column)
    {
        return names.get(column);
    }

    /**
     * A column for messages.
     *
     * @param column index from 0.
     * @return for example {@code column 'value'}, or {@code column 2} if it has no name.
     */
    String label(final int column)
    {
        return name(column).isEmpty() ? "column " + (column + 1) : "column " + Excerpt.of(name(column));
    }

    /**
     * The names of columns for messages, such that they can be pasted behind {@code --columns}.
     *
     * @param columns indexes from 0.
     * @return the first of them, separated by commas.
     */
    String list(final List<Integer> columns)
    {
        final List<String> shown = columns.stream().filter((column) -> !name(column).isEmpty()).limit(MAX_LISTED)
            .map((column) -> Excerpt.plain(name(column))).toList();
        return String.join(",", shown) + (columns.size() > MAX_LISTED ? ",..." : "");
    }

    /**
     * Find a column that the settings name: as it is written, or else the only one that differs in case alone.
     *
     * @param wanted the name.
     * @return index from 0.
     * @throws io.zetatron.kernel.runtime.KernelException if there is none or more than one.
     */
    int find(final String wanted)
    {
        final String name = wanted.strip();
        int found = names.indexOf(name);
        for (int i = 0; i < names.size() && found < 0; i++)
        {
            found = names.get(i).equalsIgnoreCase(name) ? i : -1;
        }
        if (found < 0 || name.isEmpty())
        {
            throw failure.of("has no column " + Excerpt.of(wanted) + ": choose among " + list(all()));
        }
        checkUnique(found);
        return found;
    }

    /**
     * Check the name of a column that is used.
     *
     * @param column index from 0.
     */
    void check(final int column)
    {
        if (name(column).isEmpty())
        {
            throw failure.at(place, ": column " + (column + 1) +
                " has no name: name it, or choose the others with --columns");
        }
        checkUnique(column);
    }

    private void checkUnique(final int column)
    {
        final int first = names.indexOf(name(column));
        final int last = names.lastIndexOf(name(column));
        if (first != last)
        {
            throw failure.at(place, ": columns " + (first + 1) + " and " + (last + 1) + " are both called " +
                Excerpt.of(name(column)) + ": rename one, or choose others with --columns");
        }
    }

    private List<Integer> all()
    {
        final List<Integer> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++)
        {
            all.add(i);
        }
        return all;
    }

    private static boolean looksLikeData(final Cells cells)
    {
        final NumberCell number = new NumberCell();
        int values = 0;
        for (int i = 0; i < cells.count(); i++)
        {
            final NumberCell.Kind kind = number.read(cells.chars(), cells.from(i), cells.to(i));
            if (kind == NumberCell.Kind.NUMBER || kind == NumberCell.Kind.TEXT && isTime(cells, i))
            {
                values++;
            }
            else if (kind == NumberCell.Kind.TEXT)
            {
                return false;
            }
        }
        return values > 0;
    }

    private static boolean isTime(final Cells cells, final int cell)
    {
        return new TimestampParser().parse(cells.chars(), cells.from(cell), cells.to(cell)) != SampleRow.NO_TIMESTAMP;
    }
}
