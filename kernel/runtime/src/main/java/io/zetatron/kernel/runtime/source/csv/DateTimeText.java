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

import java.time.LocalDate;
import java.time.Year;

/**
 * Reads a date, or a date and a time, as text: {@code yyyy-MM-dd}, then optionally {@code T} or a space and
 * {@code HH:mm}, {@code :ss}, a fraction of any length, and a zone: {@code Z}, {@code UTC}, {@code +HH},
 * {@code +HHmm} or {@code +HH:mm}. What has no zone is UTC. Not thread-safe.
 */
final class DateTimeText
{
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NS_PER_SECOND - 1;
    private static final int FRACTION_DIGITS = 9;

    private char[] text;
    private int at;
    private int end;
    private boolean bad;

    /**
     * Read a text without white space around it.
     *
     * @param chars which hold the text.
     * @param from  index of its first character.
     * @param to    index after its last character.
     * @return nanoseconds since the Unix epoch; {@link SampleRow#NO_TIMESTAMP} if it is no such text.
     */
    long parse(final char[] chars, final int from, final int to)
    {
        text = chars;
        at = from;
        end = to;
        bad = false;
        final long day = date();
        if (bad)
        {
            return SampleRow.NO_TIMESTAMP;
        }
        long seconds = day * 86_400L;
        long fractionNs = 0;
        if (at < end)
        {
            bad = !(skip('T') || skip(' ') || skip('t'));
            seconds += hoursAndMinutes();
            if (skip(':'))
            {
                seconds += digits(2, 59);
                fractionNs = skip('.') || skip(',') ? fractionNs() : 0;
            }
            seconds -= zone();
        }
        bad |= at < end || Math.abs(seconds) > MAX_SECONDS;
        return bad ? SampleRow.NO_TIMESTAMP : seconds * NS_PER_SECOND + fractionNs;
    }

    private long date()
    {
        final int year = digits(4, 9999);
        bad |= !skip('-');
        final int month = digits(2, 12);
        bad |= !skip('-');
        final int day = digits(2, 31);
        if (bad || month == 0 || day == 0 || day > daysIn(year, month))
        {
            bad = true;
            return 0;
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    private static int daysIn(final int year, final int month)
    {
        return switch (month)
        {
            case 2 -> Year.isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private long hoursAndMinutes()
    {
        final int hours = digits(2, 23);
        bad |= !skip(':');
        return hours * 3600L + digits(2, 59) * 60L;
    }

    private long fractionNs()
    {
        final int start = at;
        long ns = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9')
        {
            if (at - start < FRACTION_DIGITS)
            {
                ns = ns * 10 + (text[at] - '0');
            }
            at++;
        }
        bad |= at == start;
        for (int i = at - start; i < FRACTION_DIGITS; i++)
        {
            ns *= 10;
        }
        return ns;
    }

    private long zone()
    {
        if (at == end)
        {
            return 0;
        }
        skip(' ');
        if (skip('Z') || skip('z') || skip('U') && skip('T') && skip('C'))
        {
            return 0;
        }
        final boolean west = skip('-');
        bad |= !west && !skip('+');
        final int hours = digits(2, 18);
        final int minutes = skip(':') || at < end ? digits(2, 59) : 0;
        final long seconds = hours * 3600L + minutes * 60L;
        return west ? -seconds : seconds;
    }

    private boolean skip(final char c)
    {
        if (at < end && text[at] == c)
        {
            at++;
            return true;
        }
        return false;
    }

    private int digits(final int count, final int max)
    {
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            if (at >= end || text[at] < '0' || text[at] > '9')
            {
                bad = true;
                return 0;
            }
            value = value * 10 + (text[at++] - '0');
        }
        bad |= value > max;
        return value;
    }
}
