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
import java.util.concurrent.TimeUnit;

/**
 * Figures as people read them.
 */
final class Figures
{
    private static final double THOUSAND = 1000;
    private static final double UNIT_BYTES = 1024;
    private static final double LONGEST_COUNT = 9_999_999.5;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

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

    static String duration(final long ns)
    {
        return duration((double)ns);
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

    static String count(final long count)
    {
        return count((double)count);
    }

    /**
     * A count in at most nine characters.
     *
     * @param count to print.
     * @return for example {@code 12,345} or {@code 12.3 M}.
     */
    static String compact(final double count)
    {
        if (count < LONGEST_COUNT)
        {
            return count(count);
        }
        final String[] units = {"M", "G", "T", "P", "E"};
        double value = count / (THOUSAND * THOUSAND);
        int unit = 0;
        while (value >= THOUSAND && unit < units.length - 1)
        {
            value /= THOUSAND;
            unit++;
        }
        return threeDigits(value) + " " + units[unit];
    }

    static String compact(final long count)
    {
        return compact((double)count);
    }

    /**
     * A length of time as a clock shows it.
     *
     * @param ns nanoseconds.
     * @return for example {@code 1:05} or {@code 2:00:00}.
     */
    static String clock(final long ns)
    {
        final long seconds = TimeUnit.NANOSECONDS.toSeconds(ns);
        final long minutes = seconds / SECONDS_PER_MINUTE;
        final long hours = minutes / MINUTES_PER_HOUR;
        return hours == 0 ?
            String.format(Locale.ROOT, "%d:%02d", minutes, seconds % SECONDS_PER_MINUTE) :
            String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes % MINUTES_PER_HOUR, seconds % SECONDS_PER_MINUTE);
    }

    /**
     * A number of bytes with up to three digits and the unit that suits it.
     *
     * @param bytes to print.
     * @return for example {@code 206 KiB}, {@code 1.25 GiB} or {@code 64 MiB}.
     */
    static String bytes(final long bytes)
    {
        final String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double value = bytes;
        int unit = 0;
        while (value >= UNIT_BYTES && unit < units.length - 1)
        {
            value /= UNIT_BYTES;
            unit++;
        }
        final boolean isWhole = value == Math.rint(value);
        return (isWhole ? String.format(Locale.ROOT, "%.0f", value) : threeDigits(value)) + " " + units[unit];
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
        return count(count) + " " + (count == 1 ? noun : plural);
    }

    private static String threeDigits(final double value)
    {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
