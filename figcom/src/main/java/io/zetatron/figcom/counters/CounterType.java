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
package io.zetatron.figcom.counters;

/**
 * The kinds of things that ZetaTron counts, with the type ids of their counters in Aeron's counters file. The ids stay:
 * a new kind gets a new one.
 */
public enum CounterType
{
    /** The kernel itself. */
    KERNEL(26400),
    /** The rows that go through it. */
    ROWS(26401),
    /** What a block of an engine counts for itself. */
    BLOCK(26402),
    /** A core loop. */
    LOOP(26403),
    /** An engine. */
    ENGINE(26404),
    /** A channel of the bus. */
    CHANNEL(26405),
    /** A memory domain. */
    DOMAIN(26406),
    /** A pool of slots in a memory domain. */
    POOL(26407),
    /** The scrubber of sealed state. */
    SCRUBBER(26408),
    /** The checkpoints of a block's state. */
    STATE(26409);

    private static final CounterType[] ALL = values();

    private final int id;

    CounterType(final int id)
    {
        this.id = id;
    }

    /**
     * The type id in the counters file.
     *
     * @return the id.
     */
    public int id()
    {
        return id;
    }

    /**
     * The type with an id.
     *
     * @param id of a counter.
     * @return the type, or null if it is none of these.
     */
    static CounterType of(final int id)
    {
        final int index = id - KERNEL.id;
        return index >= 0 && index < ALL.length ? ALL[index] : null;
    }
}
