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
package io.zetatron.kernel.runtime.source.host;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * A column: its name, the counters that it needs, and how its value follows from them.
 */
final class Column
{
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final int[] slots;
    private final boolean ofGrowth;
    private final ToDoubleFunction<Counters> reading;

    private Column(
        final String name, final boolean ofGrowth, final ToDoubleFunction<Counters> reading, final int... slots)
    {
        this.name = name;
        this.slots = slots;
        this.ofGrowth = ofGrowth;
        this.reading = reading;
    }

    /**
     * The number as it is, times a factor that makes it the column's unit.
     */
    static Column level(final String name, final int slot, final double factor)
    {
        return new Column(name, false, (counters) -> counters.level(slot) * factor, slot);
    }

    /**
     * One number as a share of another.
     */
    static Column ratio(final String name, final int part, final int whole)
    {
        return new Column(name, false, (counters) -> counters.level(part) / counters.level(whole), part, whole);
    }

    /**
     * Events a second, or, with a factor, some other unit a second.
     */
    static Column perSecond(final String name, final int slot, final double factor)
    {
        return new Column(
            name,
            true,
            (counters) -> counters.growth(slot, Window.EVENTS) * factor * NS_PER_SECOND /
                counters.elapsedNs(Window.EVENTS),
            slot);
    }

    /**
     * A counter of time as a share of the time that has passed; at most 1, as the two clocks are not read at once.
     */
    static Column timeShare(final String name, final int slot, final TimeUnit unit, final Window window)
    {
        final double unitNs = unit.toNanos(1);
        return new Column(
            name,
            true,
            (counters) -> Math.min(1.0, counters.growth(slot, window) * unitNs / counters.elapsedNs(window)),
            slot);
    }

    /**
     * The ticks of some counters as a share of the ticks of all of them.
     *
     * @param part  one of the counters.
     * @param also  a second one, or the same.
     * @param whole how many counters there are, from slot 0.
     */
    static Column tickShare(final String name, final int part, final int also, final int whole)
    {
        final int[] slots = new int[whole];
        for (int slot = 0; slot < whole; slot++)
        {
            slots[slot] = slot;
        }
        return new Column(name, true, (counters) -> tickShare(counters, part, also, whole), slots);
    }

    String name()
    {
        return name;
    }

    /**
     * Has the latest reading found all numbers that this column needs?
     */
    boolean isPresent(final Counters counters)
    {
        boolean present = true;
        for (final int slot : slots)
        {
            present &= counters.isPresent(slot);
        }
        return present;
    }

    /**
     * Does this column go by the growth of a number that has run backwards in the latest reading?
     */
    boolean ranBackwards(final Counters counters)
    {
        boolean backwards = false;
        for (final int slot : slots)
        {
            backwards |= counters.ranBackwards(slot);
        }
        return ofGrowth && backwards;
    }

    /**
     * The value at the latest reading.
     *
     * @return NaN if it cannot be told.
     */
    double value(final Counters counters)
    {
        final double value = reading.applyAsDouble(counters);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static double tickShare(final Counters counters, final int part, final int also, final int whole)
    {
        double sum = 0;
        for (int slot = 0; slot < whole; slot++)
        {
            sum += counters.growth(slot, Window.TICKS);
        }
        final double more = also == part ? 0 : counters.growth(also, Window.TICKS);
        return (counters.growth(part, Window.TICKS) + more) / sum;
    }
}
