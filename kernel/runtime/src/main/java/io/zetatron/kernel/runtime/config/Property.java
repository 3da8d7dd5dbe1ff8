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
package io.zetatron.kernel.runtime.config;

import io.zetatron.memory.pool.SlabPools;
import io.zetatron.nativeaccess.CpuList;
import io.zetatron.nativeaccess.NodeList;

import java.util.List;
import java.util.Locale;

/**
 * A key of the configuration: its type, default, range and meaning.
 *
 * @param name         of the key, words joined by dots.
 * @param kind         of its values.
 * @param defaultValue in the text form.
 * @param minimum      the least number, for numbers and sizes.
 * @param maximum      the greatest number, for numbers and sizes.
 * @param choices      the words that are allowed, for choices; for other kinds, words that are allowed besides.
 * @param unit         of a number, for people.
 * @param description  one line for people.
 */
public record Property(
    String name,
    Kind kind,
    String defaultValue,
    long minimum,
    long maximum,
    List<String> choices,
    String unit,
    String description)
{
    private static final List<String> SIZE_UNITS = List.of("KiB", "MiB", "GiB");
    private static final int SHIFT_PER_UNIT = 10;

    /**
     * What a value looks like.
     */
    public enum Kind
    {
        /** A whole number. */
        NUMBER,
        /** Bytes: a whole number, or one with KiB, MiB or GiB behind it. */
        SIZE,
        /** One of some words. */
        CHOICE,
        /** A list of CPU numbers. */
        CPUS,
        /** A list of NUMA nodes in the kernel's format, or one of a few words. */
        NODES,
        /** Sizes of slots and how many there are of each, or none. */
        SLOTS,
        /** Any text. */
        TEXT
    }

    static Property number(
        final String name,
        final long defaultValue,
        final long minimum,
        final long maximum,
        final String unit,
        final String description)
    {
        return new Property(
            name, Kind.NUMBER, Long.toString(defaultValue), minimum, maximum, List.of(), unit, description);
    }

    static Property size(
        final String name,
        final String defaultValue,
        final long minimum,
        final long maximum,
        final String description)
    {
        return new Property(name, Kind.SIZE, defaultValue, minimum, maximum, List.of(), "bytes", description);
    }

    static Property choice(
        final String name, final String defaultValue, final List<String> choices, final String description)
    {
        return new Property(name, Kind.CHOICE, defaultValue, 0, 0, choices, "", description);
    }

    static Property cpus(final String name, final String defaultValue, final String description)
    {
        return new Property(name, Kind.CPUS, defaultValue, 0, 0, List.of(defaultValue), "", description);
    }

    static Property nodes(final String name, final String defaultValue, final String description)
    {
        return new Property(name, Kind.NODES, defaultValue, 0, 0, List.of(defaultValue), "", description);
    }

    static Property slots(final String name, final String defaultValue, final String description)
    {
        return new Property(name, Kind.SLOTS, defaultValue, 0, 0, List.of(TensorSlots.NONE), "", description);
    }

    static Property text(final String name, final String defaultValue, final String description)
    {
        return new Property(name, Kind.TEXT, defaultValue, 0, 0, List.of(), "", description);
    }

    /**
     * What is allowed, in words.
     *
     * @return for example {@code a whole number in 1..1000 (ms)}.
     */
    public String allowed()
    {
        return switch (kind)
        {
            case NUMBER -> "a whole number in " + minimum + ".." + maximum + (unit.isEmpty() ? "" : " (" + unit + ")");
            case SIZE -> "a size in " + sizeText(minimum) + ".." + sizeText(maximum) + " (bytes, KiB, MiB or GiB)";
            case CHOICE -> "one of " + String.join(", ", choices);
            case CPUS -> "a CPU list such as 0-3,8, or " + String.join(", ", choices);
            case NODES -> "a list of NUMA nodes such as 0 or 0-1, or " + String.join(", ", choices);
            case SLOTS -> "sizes of slots with their number, such as 4KiB:256,1MiB:8, each size once, or " +
                String.join(", ", choices);
            case TEXT -> "any text";
        };
    }

    /**
     * Whether a text is a value of this property.
     *
     * @param text as the user wrote it.
     * @return true if it is.
     */
    boolean accepts(final String text)
    {
        try
        {
            return switch (kind)
            {
                case NUMBER -> inRange(Long.parseLong(text));
                case SIZE -> inRange(bytes(text));
                case CHOICE -> choices.contains(text);
                case CPUS -> choices.contains(text) || !CpuList.parse(text).isEmpty();
                case NODES -> choices.contains(text) || !NodeList.parse(text).isEmpty();
                case SLOTS -> choices.contains(text) || SlabPools.requiredBytes(TensorSlots.parse(text)) > 0;
                case TEXT -> !text.isBlank();
            };
        }
        catch (final IllegalArgumentException | ArithmeticException ex)
        {
            return false;
        }
    }

    /**
     * Parse a size.
     *
     * @param text for example {@code 65536} or {@code 64KiB}.
     * @return bytes.
     * @throws NumberFormatException if it is no size.
     */
    static long bytes(final String text)
    {
        for (int i = 0; i < SIZE_UNITS.size(); i++)
        {
            final String unit = SIZE_UNITS.get(i);
            if (text.toLowerCase(Locale.ROOT).endsWith(unit.toLowerCase(Locale.ROOT)))
            {
                final long count = Long.parseLong(text.substring(0, text.length() - unit.length()).trim());
                return Math.multiplyExact(count, 1L << SHIFT_PER_UNIT * (i + 1));
            }
        }
        return Long.parseLong(text);
    }

    static String sizeText(final long bytes)
    {
        for (int i = SIZE_UNITS.size() - 1; i >= 0; i--)
        {
            final long unit = 1L << SHIFT_PER_UNIT * (i + 1);
            if (bytes >= unit && bytes % unit == 0)
            {
                return bytes / unit + SIZE_UNITS.get(i);
            }
        }
        return Long.toString(bytes);
    }

    private boolean inRange(final long value)
    {
        return value >= minimum && value <= maximum;
    }
}
