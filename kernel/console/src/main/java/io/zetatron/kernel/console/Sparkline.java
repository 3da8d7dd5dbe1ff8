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
package io.zetatron.kernel.console;

import java.util.Arrays;

/**
 * Lengths of time as a row of little columns, on a logarithmic scale whose ends are powers of ten: a scale that would
 * follow the values would make a mountain of every ripple.
 */
final class Sparkline
{
    private static final double TEN = 10;
    private static final long[] UNITS = {1, 1_000, 1_000_000, 1_000_000_000};
    private static final String[] UNIT_NAMES = {"ns", "us", "ms", "s"};

    private final long[] valuesNs;
    private final int low;
    private final int high;

    /**
     * A sparkline.
     *
     * @param valuesNs oldest first; 0 where there is none.
     */
    Sparkline(final long[] valuesNs)
    {
        this.valuesNs = valuesNs.clone();
        final long least = Arrays.stream(valuesNs).filter((value) -> value > 0).min().orElse(1);
        final long most = Arrays.stream(valuesNs).max().orElse(1);
        low = (int)Math.floor(Math.log10((double)least));
        high = Math.max(low + 1, (int)Math.ceil(Math.log10((double)Math.max(1, most))));
    }

    boolean isEmpty()
    {
        return Arrays.stream(valuesNs).allMatch((value) -> value <= 0);
    }

    /**
     * The columns.
     *
     * @param levels characters, lowest first.
     * @param gap    where there is no value.
     * @return as many characters as values.
     */
    String text(final String levels, final char gap)
    {
        final StringBuilder text = new StringBuilder();
        for (final long value : valuesNs)
        {
            text.append(value <= 0 ? gap : levels.charAt(level(value, levels.length())));
        }
        return text.toString();
    }

    /**
     * The ends of the scale.
     *
     * @return for example {@code 100 ns..1 ms}.
     */
    String scale()
    {
        return decade(low) + ".." + decade(high);
    }

    private int level(final long value, final int levels)
    {
        final double share = (Math.log10((double)value) - low) / (high - low);
        return Math.clamp((int)(share * levels), 0, levels - 1);
    }

    private static String decade(final int power)
    {
        final long ns = (long)Math.pow(TEN, power);
        int unit = 0;
        while (unit < UNITS.length - 1 && ns >= UNITS[unit + 1])
        {
            unit++;
        }
        return ns / UNITS[unit] + " " + UNIT_NAMES[unit];
    }
}
