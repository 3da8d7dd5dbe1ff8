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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file of {@code /proc/pressure}: the share of time in which some task, or all tasks that could run, waited for a
 * resource. It comes from the {@code total} counters in microseconds, which are exact at each read; the averages beside
 * them are renewed every two seconds only (the kernel's Documentation/accounting/psi.rst).
 */
final class ProcPressure implements TextFormat
{
    private static final int SOME = 0;
    private static final int FULL = 1;
    private static final int SLOTS = 2;
    private static final int EQUAL_SIGNS_BEFORE_TOTAL = 4;
    private static final byte[] SOME_LABEL = "some".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FULL_LABEL = "full".getBytes(StandardCharsets.US_ASCII);

    private final List<Column> columns;

    private ProcPressure(final Column... columns)
    {
        this.columns = List.of(columns);
    }

    /**
     * Of the processors, for which the kernel gives no sense to {@code full} on a whole host.
     */
    static TextFormat cpu()
    {
        return new ProcPressure(share("pressure.cpu.some.share", SOME));
    }

    static TextFormat memory()
    {
        return new ProcPressure(
            share("pressure.memory.some.share", SOME), share("pressure.memory.full.share", FULL));
    }

    static TextFormat io()
    {
        return new ProcPressure(share("pressure.io.some.share", SOME), share("pressure.io.full.share", FULL));
    }

    @Override
    public int slots()
    {
        return SLOTS;
    }

    @Override
    public List<Column> columns()
    {
        return columns;
    }

    @Override
    public void read(final ByteScanner text, final Counters into)
    {
        while (text.hasLine())
        {
            text.nextWord();
            if (text.wordIs(SOME_LABEL))
            {
                into.put(SOME, total(text));
            }
            else if (text.wordIs(FULL_LABEL))
            {
                into.put(FULL, total(text));
            }
            text.nextLine();
        }
    }

    private static long total(final ByteScanner text)
    {
        for (int i = 0; i < EQUAL_SIGNS_BEFORE_TOTAL; i++)
        {
            text.skipTo((byte)'=');
        }
        return text.number();
    }

    private static Column share(final String name, final int slot)
    {
        return Column.timeShare(name, slot, TimeUnit.MICROSECONDS, Window.EVENTS);
    }
}
