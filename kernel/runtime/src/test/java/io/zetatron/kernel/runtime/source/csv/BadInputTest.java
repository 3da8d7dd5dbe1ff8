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

import io.zetatron.kernel.runtime.KernelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static io.zetatron.kernel.runtime.source.csv.CsvText.assertFailure;
import static io.zetatron.kernel.runtime.source.csv.CsvText.assertOneLine;
import static io.zetatron.kernel.runtime.source.csv.CsvText.settings;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class BadInputTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldSaySoWhenThereIsNoSuchFile()
    {
        final Path file = folder.resolve("none.csv");
        assertFailure(new CsvSettings().file(file), file.toString(), "does not exist: check the path");
    }

    @Test
    void shouldSaySoWhenTheInputIsADirectory()
    {
        assertFailure(new CsvSettings().file(folder), folder.toString(), "is a directory");
    }

    @Test
    void shouldSaySoWhenTheFileMayNotBeRead() throws IOException
    {
        final Path file = folder.resolve("closed.csv");
        Files.writeString(file, "a\n1\n");
        file.toFile().setReadable(false);
        assumeFalse(Files.isReadable(file), "this user may read every file");
        assertFailure(new CsvSettings().file(file), file.toString(), "may not be read by this user");
    }

    @Test
    void shouldSaySoWhenThePathRunsThroughAFile() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("plain"), "a\n1\n").resolve("x.csv");
        assertFailure(new CsvSettings().file(file), file.toString(), "cannot be opened");
    }

    @Test
    void shouldSaySoWhenReadingFails()
    {
        final InputStream broken = new InputStream()
        {
            private int at;

            @Override
            public int read() throws IOException
            {
                if (at == 8)
                {
                    throw new IOException("device\nlost");
                }
                return "a\n1\n2\n3\n".charAt(at++);
            }

            @Override
            public int read(final byte[] buffer, final int offset, final int length) throws IOException
            {
                buffer[offset] = (byte)read();
                return 1;
            }
        };
        assertFailure(new CsvSettings().stream(broken, "pipe"), "pipe cannot be read on after byte 8 (device?lost)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "\ufeff", "  \n \n"})
    void shouldSaySoWhenTheInputIsEmpty(final String text)
    {
        assertFailure(text, "data.csv is empty: it needs a header row and at least one data row");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b\n", "a,b\n\n\n", "\ufeffa,b\r\n"})
    void shouldSaySoWhenThereIsAHeaderOnly(final String text)
    {
        assertFailure(text, "data.csv has a header but no rows");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1,2\\n3,4|'1'", "2024-01-01,5\\n|'2024-01-01'", "1.5|'1.5'", "NaN,1\\n|'NaN'",
        "1700000000,2\\n1,2|'1700000000'"})
    void shouldSaySoWhenThereIsNoHeader(final String text, final String cell)
    {
        assertFailure(text.replace("\\n", "\n"), "data.csv has no header row", "(line 1)", cell);
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void shouldNameRowLineColumnAndCell(final String text, final String place, final String what)
    {
        assertFailure(text, "data.csv, " + place, what, "--bad-rows skip");
    }

    static Stream<Arguments> badRows()
    {
        return Stream.of(
            arguments("a,b\n1,2\n\n3\n", "row 2 (line 4) has 1 cell, but the header has 2", "correct the row"),
            arguments("a,b\n1\n", "row 1 (line 2) has 1 cell, but the header has 2", "correct"),
            arguments("a,b\n1,2\n1,2,\n", "row 2 (line 3) has 3 cells, but the header has 2", "correct"),
            arguments("a,b\n1,2\n\"3\",\"4\n5\"\n", "row 2 (line 3), column 'b'", "'4?5' is no number"),
            arguments("a,b\n1,\"2\n\"\n3,abc\n", "row 2 (line 4), column 'b'", "'abc' is no number"),
            arguments("a\n1\n1d\n", "row 2 (line 3), column 'a'", "'1d' is no number"),
            arguments("a\n1\n0x1p3\n", "row 2 (line 3), column 'a'", "'0x1p3' is no number"),
            arguments("a;b\n1;2\n1,5;2\n", "row 2 (line 3), column 'a'",
                "'1,5' is no number: write decimals with a point"),
            arguments("a\n1\nInfinity\n", "row 2 (line 3), column 'a'", "'Infinity' is infinite"),
            arguments("a\n-inf\n", "row 1 (line 2), column 'a'", "'-inf' is infinite"),
            arguments("a\n1\n" + "x".repeat(100), "row 2 (line 3), column 'a'", "'" + "x".repeat(40) + "...' is no"),
            arguments("time,a\n2024-01-01,1\n,1\n", "row 2 (line 3), column 'time'", "'' is empty, but is the time"),
            arguments("time,a\n2024-01-01,1\n2024-01-32,1\n", "row 2 (line 3), column 'time'",
                "no time that can be read"),
            arguments("time,a\n2024-01-01,1\n1700000000,1\n", "row 2 (line 3), column 'time'", "write ISO-8601"),
            arguments("time,a\n12:00,1\n", "row 1 (line 2), column 'time'", "'12:00' is no time"));
    }

    @Test
    void shouldSayWhichColumnsToChooseWhenOneHoldsText()
    {
        assertFailure("time,host,a,b\n2024-01-01,web-1,1,2\n", "row 1 (line 2), column 'host': 'web-1'",
            "hold text", "choose the numeric columns with --columns a,b");
        assertFailure("host\nweb-1\n", "column 'host'", "no numeric column, is the delimiter right?");
        assertFailure(settings("time,host,a\n2024-01-01,web-1,1\n").columns(List.of("host")), "column 'host'",
            "'web-1' is no number");
    }

    @Test
    void shouldSaySoWhenThereIsNoColumnButTheTime()
    {
        assertFailure("time\n2024-01-01\n", "no column but the time, column 'time'");
    }

    @Test
    void shouldSaySoWhenNoRowIsAsWideAsTheHeader()
    {
        assertFailure(settings("a,b\n1\n1;2\n").badRows(BadRows.SKIP),
            "has no row with as many cells as the header, 2");
    }

    @Test
    void shouldNameBothPositionsWhenANameIsThereTwice()
    {
        assertFailure("a,b,\"a\"\n1,2,3\n", "data.csv, header (line 1): columns 1 and 3 are both called 'a'");
        assertFailure(settings("a,b,a\n1,2,3\n").columns(List.of("a")), "columns 1 and 3 are both called 'a'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a,\\n1,2|2", "a,,b\\n1,2,3|2", ",,b\\n1,2,3|2", "\"\"\\n1|1"})
    void shouldNameThePositionWhenAColumnHasNoName(final String text, final int position)
    {
        assertFailure(text.replace("\\n", "\n"), "header (line 1): column " + position + " has no name");
    }

    @Test
    void shouldListColumnsWhenAChosenOneIsNotThere()
    {
        assertFailure(settings("a,b\n1,2\n").columns(List.of("c")), "data.csv has no column 'c': choose among a,b");
        assertFailure(settings("a,b\n1,2\n").timeColumn("when"), "data.csv has no column 'when': choose among a,b");
    }

    @Test
    void shouldRefuseSettingsThatDoNotFitTogether()
    {
        assertFailure(new CsvSettings(), "no input is set");
        assertOneLine(assertThrows(KernelException.class, () -> new CsvSettings().input("")));
        assertOneLine(assertThrows(KernelException.class, () -> new CsvSettings().input("a\0b")));
        assertFailure(settings("a\n1\n").delimiter('"'), "cannot be the delimiter");
        assertFailure(settings("a\n1\n").columns(List.of("a", "a")), "column 'a' is chosen twice");
        assertFailure(settings("a\n1\n").columns(List.of("a")).timeColumn("a"), "both as a value and as the time");
    }

    @Test
    void shouldSaySoWhenAQuoteIsNeverClosed()
    {
        assertFailure("a,b\n1,2\n3,\"4\n5,6\n", "row 2 (line 3): a quote is opened and never closed");
        assertFailure("a,b\n1,2\n3,\"", "row 2 (line 3): a quote is opened and never closed");
        assertFailure("a,\"b\n1,2\n", "header (line 1): a quote is opened and never closed");
    }

    @Test
    void shouldSaySoWhenACellGoesOnAfterItsQuote()
    {
        assertFailure("a,b\n1,2\n3,\"4\"5\n", "row 2 (line 3): a cell goes on after its closing quote");
    }

    @Test
    void shouldBoundCellsAndRecordsAndColumns()
    {
        final String longest = "x".repeat(Cells.MAX_CELL_CHARS);
        assertFailure("a,b\n1,2\n3," + longest + "y\n", "row 2 (line 3) has a cell of more than 1048576 characters");
        assertFailure("a,b\n1,2\n3,\"" + longest.repeat(3),
            "row 2 (line 3) has a cell of more than 1048576 characters");
        assertFailure("a,b\n1,2\n" + (longest + ",").repeat(5),
            "row 2 (line 3) has more than 4194304 characters in a row");
        assertFailure("c,".repeat(Cells.MAX_COLUMNS) + "c\n", "header (line 1) has more than 4096 cells in a row");
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void shouldSayWhatItIsWhenItIsNoText(final byte[] bytes, final String what)
    {
        assertFailure(settings(bytes), "data.csv " + what);
    }

    static Stream<Arguments> binaries()
    {
        return Stream.of(
            arguments(latin("\u001f\u008b\b\0\0"),
                "is gzip-compressed: uncompress it first, e.g. zcat data.csv | zetatron run --input -"),
            arguments(latin("(\u00b5/\u00fd\0\0"), "is zstd-compressed: uncompress it first, e.g. zstdcat data.csv"),
            arguments(latin("\u00fd7zXZ\0\0"), "is xz-compressed"),
            arguments(latin("BZh91AY&SY\0"), "is bzip2-compressed"),
            arguments(latin("PK\u0003\u0004\0data.csv"), "is a zip archive: unpack it first"),
            arguments(latin("PK\u0003\u0004\0[Content_Types].xml"), "is an Excel workbook (.xlsx)"),
            arguments(latin("\u00d0\u00cf\u0011\u00e0\0"), "is an Excel workbook (.xls)"),
            arguments(latin("PAR1\u0015\u0004"), "is a Parquet file: export it as CSV first"),
            arguments("\ufeffa\n1\n".getBytes(StandardCharsets.UTF_16LE), "is UTF-16 text: convert it to UTF-8 first"),
            arguments("\ufeffa\n1\n".getBytes(StandardCharsets.UTF_16BE), "is UTF-16 text: convert it to UTF-8 first"),
            arguments("a\n1\n".getBytes(StandardCharsets.UTF_16LE),
                "does not look like text: a zero byte at byte 1 (line 1)"),
            arguments(latin("a\n1\n\0"), "does not look like text: a zero byte at byte 4 (line 3)"),
            arguments(latin("a\n1\n2\n\u00ff3\n4\n"),
                "does not look like text: the bytes from 0xff are no UTF-8 at byte 6 (line 4)"),
            arguments(latin("a\n1\n\u00c3"),
                "does not look like text: the bytes from 0xc3 are no UTF-8 at byte 4 (line 3)"),
            arguments(latin("temp \u00b0C\n1\n"),
                "does not look like text: the bytes from 0xb0 are no UTF-8 at byte 5"));
    }

    private static byte[] latin(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
