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

import java.util.Locale;

/**
 * Figures as people read them.
 */
final class Figures
{
    private static final double THOUSAND = 1000;

    private Figures()
    {
    }

    /**
     * A length of time with three digits and the unit that suits it.
     *
     * @param ns nanoseconds.
     * @return for example {@code 12.3 us}.
     */
    static String duration(final double ns)
    {
        final String[] units = {"ns", "us", "ms", "s"};
        double value = ns;
        int unit = 0;
        while (value >= THOUSAND && unit < units.length - 1)
        {
            value /= THOUSAND;
            unit++;
        }
        return (unit == 0 ? String.format(Locale.ROOT, "%.0f", value) : threeDigits(value)) + " " + units[unit];
    }

    /**
     * A count with a thousands separator.
     *
     * @param count to print.
     * @return for example {@code 12,345}.
     */
    static String count(final double count)
    {
        return String.format(Locale.ROOT, "%,.0f", count);
    }

    /**
     * A share in percent.
     *
     * @param share 0..1.
     * @return for example {@code 12.3%}.
     */
    static String percent(final double share)
    {
        return Double.isNaN(share) ? "not shown" : String.format(Locale.ROOT, "%.1f%%", share * 100);
    }

    /**
     * A word in the singular or plural.
     *
     * @param count to print.
     * @param noun  in the singular.
     * @return for example {@code 1 row} or {@code 2 rows}.
     */
    static String counted(final long count, final String noun)
    {
        final String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return count((double)count) + " " + (count == 1 ? noun : plural);
    }

    private static String threeDigits(final double value)
    {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
