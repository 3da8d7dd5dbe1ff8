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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NumberCellTest
{
    private final NumberCell cell = new NumberCell();

    @ParameterizedTest
    @ValueSource(strings = {
        "0", "-0", "1", "+1", "-1.5", ".5", "5.", "1e3", "1E+3", "-1.25e-7", "007", "0.1",
        "123456789012345678901234567890", "9007199254740993", "1.7976931348623157e308", "4.9e-324", "1e-400",
        "0e999999999999", "2.2250738585072012e-308",
        "8.5e22", "1e23", "0.000000000000000000000000000001", "0000000000000000000000001"})
    void shouldReadWhatParseDoubleReads(final String text)
    {
        assertEquals(NumberCell.Kind.NUMBER, read(text));
        assertEquals(Double.parseDouble(text), cell.value());
    }

    @Test
    void shouldRoundLikeParseDoubleWhenTextsAreRandom()
    {
        final SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 20_000; i++)
        {
            final double value = Double.longBitsToDouble(random.nextLong());
            final String text = switch (i % 3)
            {
                case 0 -> Double.toString(random.nextDouble(-1e6, 1e6));
                case 1 -> String.format(Locale.ROOT, "%." + i % 17 + "f", random.nextDouble(-1e9, 1e9));
                default -> Double.isFinite(value) ? Double.toString(value) : "1";
            };
            assertEquals(NumberCell.Kind.NUMBER, read(text), text);
            assertEquals(Double.parseDouble(text), cell.value(), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "nan", "-nan", "NAN", "null", "NULL", "NA", "na", "n/a", "N/A", "-"})
    void shouldTakeForMissingWhenACellSaysSo(final String text)
    {
        assertEquals(NumberCell.Kind.MISSING, read(text));
        assertTrue(Double.isNaN(cell.value()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-Inf", "Infinity", "+INFINITY", "1e309", "-1e999999999999"})
    void shouldTellInfinityFromText(final String text)
    {
        assertEquals(NumberCell.Kind.INFINITE, read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1d", "1f", "1D", "1e3f", "0x1p3", "0x10", "1e", "1e+", "e5", ".", "+", "+.", "--1", "1.2.3", "1,5", "1 2",
        "abc",
        "1_000", "\u0661",
        "nul", "none", "true", "5%", "Infinit", "+null", ".e1"})
    void shouldRefuseWhatIsNoDecimal(final String text)
    {
        assertEquals(NumberCell.Kind.TEXT, read(text));
        assertTrue(Double.isNaN(cell.value()));
    }

    @Test
    void shouldRefuseNumberWhenItIsTooLong()
    {
        assertEquals(NumberCell.Kind.NUMBER, read("0".repeat(NumberCell.MAX_LENGTH_CHARS)));
        assertEquals(NumberCell.Kind.TEXT, read("0".repeat(NumberCell.MAX_LENGTH_CHARS + 1)));
    }

    private NumberCell.Kind read(final String text)
    {
        final char[] chars = ("9" + text + "9").toCharArray();
        return cell.read(chars, 1, chars.length - 1);
    }
}
