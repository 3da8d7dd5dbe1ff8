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
import io.zetatron.kernel.runtime.source.SampleSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.zetatron.kernel.runtime.source.csv.CsvText.rows;
import static io.zetatron.kernel.runtime.source.csv.CsvText.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class CsvSourceTest
{
    private static final List<String> TWO_ROWS = List.of("2024-01-01|1.0|2.5", "2024-01-02|3.0|-4.0");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "time,a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4\n",
        "time,a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4",
        "time,a,b\r\n2024-01-01,1,2.5\r\n2024-01-02,3,-4\r\n",
        "time,a,b\r2024-01-01,1,2.5\r2024-01-02,3,-4\r",
        "time,a,b\r2024-01-01,1,2.5\r2024-01-02,3,-4",
        "\ufefftime,a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4\n",
        "\ufeff\"time\",a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4\n",
        "\n\n \ntime,a,b\n\n2024-01-01,1,2.5\n\n   \n2024-01-02,3,-4\n\n\n",
        "\"time\",\"a\",\"b\"\n\"2024-01-01\",\"1\",\"2.5\"\n\"2024-01-02\",\"3\",\"-4\"",
        "time;a;b\n2024-01-01;1;2.5\n2024-01-02;3;-4\n",
        "time\ta\tb\n2024-01-01\t1\t2.5\n2024-01-02\t3\t-4\n",
        " Time , a , b \n 2024-01-01 ,\u00a01,2.5\t\n2024-01-02, 3 ,-4 \n",
        "when,a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4\n",
        ",a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4\n",
        "a,b,DATE\n1,2.5,2024-01-01\n3,-4,2024-01-02\n"})
    void shouldReadRowsHoweverTheyAreWritten(final String text)
    {
        assertEquals(TWO_ROWS, rows(text));
    }

    @Test
    void shouldTellColumnsInTheOrderOfTheHeader()
    {
        try (CsvSource source = CsvSource.open(settings("a \u00b0C,time,\"b, \"\"c\"\"\nd\"\n1,5,2\n")))
        {
            assertEquals(List.of("a \u00b0C", "b, \"c\"\nd"), source.columns());
            assertEquals("data.csv", source.title());
            assertEquals(List.of("5|1.0|2.0"), rows(source));
        }
    }

    @Test
    void shouldReadEpochColumnByNameOnly()
    {
        assertEquals(List.of("1700000000|1.0"), rows("ts,a\n1700000000,1\n"));
        assertEquals(List.of("|1.7E9|1.0"), rows("x,a\n1700000000,1\n"));
        assertEquals(List.of("1700000000|1.0"), rows(settings("x,a\n1700000000,1\n").timeColumn("X")));
    }

    @Test
    void shouldPassOverNamesWhoseFirstValueIsNoTime()
    {
        assertEquals(List.of("2024-01-01|1.0"),
            rows(settings("time,date,a\n12:00:00,2024-01-01,1\n").columns(List.of("a"))));
    }

    @Test
    void shouldHaveNoTimeWhenSettingsSaySo()
    {
        assertEquals(List.of("|7.0|1.0"), rows(settings("time,a\n7,1\n").timeColumn(CsvSettings.NO_TIME_COLUMN)));
        assertEquals(List.of("|7.0"), rows(settings("time,a\n7,1\n").columns(List.of("time"))));
    }

    @Test
    void shouldUseChosenColumnsInTheirOrderAndNotLookAtOthers()
    {
        final String text = "time,host,a,b,b\n2024-01-01,web-1,1,x,y\n2024-01-02,\"web\n2\",2,x,y\n";
        assertEquals(List.of("2024-01-01|1.0", "2024-01-02|2.0"), rows(settings(text).columns(List.of("A"))));
        assertEquals(List.of("|2.0|1.0"), rows(settings("a,b\n1,2\n").columns(List.of("b", "a"))));
    }

    @Test
    void shouldUseGivenDelimiter()
    {
        assertEquals(List.of("|1.0|2.0"), rows(settings("a|b,c\n1|2\n").delimiter('|')));
    }

    @Test
    void shouldLeaveOutRowIndexWhenTheFirstColumnHasNoName()
    {
        try (CsvSource source = CsvSource.open(settings(",a\n0,5\n1,6\n")))
        {
            assertEquals(List.of("|5.0", "|6.0"), rows(source));
            assertEquals(List.of("column 1 has no name and was left out as a row index"), source.remarks());
        }
    }

    @Test
    void shouldReadCellsAsMissingAndCountThem()
    {
        try (CsvSource source = CsvSource.open(settings(
            "value,load\nNaN,1\n,null\n2,NA\n\"\",3\n")))
        {
            assertEquals(List.of("|NaN|1.0", "|NaN|NaN", "|2.0|NaN", "|NaN|3.0"), rows(source));
            assertEquals(List.of("5 missing cells: value 3, load 2"), source.remarks());
        }
    }

    @Test
    void shouldCountTimesThatRunBackwardsOrRepeat()
    {
        try (CsvSource source = CsvSource.open(settings("time,a\n5,1\n5,1\n4,1\n6,1\n6,1\n6,1\n")))
        {
            assertEquals(6, rows(source).size());
            assertEquals(List.of(
                "1 row has a time before that of the row above, the first: row 3",
                "3 rows repeat the time of the row above, the first: row 2"), source.remarks());
        }
    }

    @Test
    void shouldSkipBadRowsAndCountThemByKind()
    {
        final String text = "time,a,b\n1,2\n2,1,1\n3,x,1\n4,1,1,1\n,1,1\n\n5,inf,1\n6,y,1\n7,,1\n";
        try (CsvSource source = CsvSource.open(settings(text).badRows(BadRows.SKIP)))
        {
            final SampleRow row = new SampleRow(2);
            assertEquals(SampleSource.ROW, source.next(row));
            assertEquals(2, source.inputRow());
            assertEquals(SampleSource.ROW, source.next(row));
            assertEquals(8, source.inputRow());
            assertEquals(SampleSource.END, source.next(row));
            assertEquals(2, source.rowsRead());
            final String advice = ", or leave such rows out with --bad-rows skip";
            assertEquals(List.of(
                "1 bad row skipped with too few cells, the first: row 1 (line 2) has 2 cells, but the header has 3: " +
                "correct the row" + advice,
                "1 bad row skipped with too many cells, the first: row 4 (line 5) has 4 cells, but the header has 3: " +
                "correct the row" + advice,
                "1 bad row skipped without a time that can be read, the first: row 5 (line 6), column 'time': " +
                "'' is empty, but is the time: fill it in" + advice,
                "2 bad rows skipped with a cell that is no number, the first: row 3 (line 4), column 'a': " +
                "'x' is no number: correct it, or leave the cell empty" + advice,
                "1 bad row skipped with an infinite number, the first: row 6 (line 8), column 'a': " +
                "'inf' is infinite: write a finite number, or leave the cell empty" + advice,
                "1 missing cell: a 1"), source.remarks());
        }
    }

    @Test
    void shouldReadFileAndTellItsSize() throws IOException
    {
        final Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
        assumeTrue(names.newEncoder().canEncode('\u00e4'), "the locale has file names in " + names + " only");
        final Path file = folder.resolve("d\u00e4ta.csv");
        final byte[] bytes = "time,a,b\n2024-01-01,1,2.5\n2024-01-02,3,-4\n".getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        try (CsvSource source = CsvSource.open(new CsvSettings().input(file.toString())))
        {
            assertEquals(TWO_ROWS, rows(source));
            assertEquals(file.toString(), source.title());
            assertEquals(bytes.length, source.totalBytes());
            assertEquals(bytes.length, source.bytesRead());
        }
    }

    @Test
    void shouldReadRowsBeyondTheBuffers()
    {
        final StringBuilder text = new StringBuilder("a,b,\u00fc\n");
        for (int i = 0; i < 100_000; i++)
        {
            text.append(i).append(',').append(i * 0.5).append(",\"").append(-i).append("\"\r\n");
        }
        final List<String> rows = rows(text.toString());
        assertEquals(100_000, rows.size());
        assertEquals("|77777.0|38888.5|-77777.0", rows.get(77_777));
    }
}
