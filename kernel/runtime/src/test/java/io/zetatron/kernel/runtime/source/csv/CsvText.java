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
import io.zetatron.kernel.runtime.source.SampleRow;
import io.zetatron.kernel.runtime.source.SampleSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Texts to read, and what came of them, in the words of the tests.
 */
final class CsvText
{
    private CsvText()
    {
    }

    static CsvSettings settings(final String text)
    {
        return settings(text.getBytes(StandardCharsets.UTF_8));
    }

    static CsvSettings settings(final byte[] bytes)
    {
        return new CsvSettings().stream(new ByteArrayInputStream(bytes), "data.csv");
    }

    static List<String> rows(final String text)
    {
        return rows(settings(text));
    }

    static List<String> rows(final CsvSettings settings)
    {
        try (CsvSource source = CsvSource.open(settings))
        {
            return rows(source);
        }
    }

    static List<String> rows(final CsvSource source)
    {
        final List<String> rows = new ArrayList<>();
        final SampleRow row = new SampleRow(source.columns().size());
        while (source.next(row) == SampleSource.ROW)
        {
            rows.add(describe(row));
        }
        assertEquals(SampleSource.END, source.next(row));
        assertEquals(rows.size(), source.rowsRead());
        return rows;
    }

    static String describe(final SampleRow row)
    {
        final StringBuilder builder = new StringBuilder();
        builder.append(new String(row.timestampText(), 0, row.timestampTextLength(), StandardCharsets.UTF_8));
        for (int i = 0; i < row.columns(); i++)
        {
            builder.append('|').append(row.value(i));
        }
        return builder.toString();
    }

    static void assertFailure(final CsvSettings settings, final String... parts)
    {
        final KernelException ex = assertThrows(KernelException.class, () -> rows(settings));
        assertOneLine(ex);
        for (final String part : parts)
        {
            assertTrue(ex.getMessage().contains(part), () -> "'" + part + "' is not in: " + ex.getMessage());
        }
    }

    static void assertFailure(final String text, final String... parts)
    {
        assertFailure(settings(text), parts);
    }

    static void assertOneLine(final KernelException ex)
    {
        assertFalse(ex.getMessage().isBlank());
        assertEquals(0, ex.getMessage().chars().filter((c) -> c < ' ' || c == 0x2028 || c == 0x2029).count(),
            ex.getMessage());
    }
}
