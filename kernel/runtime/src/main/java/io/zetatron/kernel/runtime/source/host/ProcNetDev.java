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

import java.util.List;

/**
 * {@code /proc/net/dev}: what all network interfaces but the loopback have received and sent, in this process's network
 * namespace. One file is cheaper than eight under {@code /sys/class/net} for each interface. What passes through
 * several interfaces, such as a bridge and the card behind it, counts at each.
 */
final class ProcNetDev implements TextFormat
{
    private static final int RECEIVED_BYTES = 0;
    private static final int SENT_BYTES = 1;
    private static final int RECEIVED_PACKETS = 2;
    private static final int SENT_PACKETS = 3;
    private static final int ERRORS = 4;
    private static final int DROPS = 5;
    private static final int SLOTS = 6;
    private static final int FIELDS = 12;
    private static final int HEADER_LINES = 2;

    private final DeviceTotals totals = new DeviceTotals(SLOTS, SLOTS, (name) -> !"lo".equals(name));
    private final long[] fields = new long[FIELDS];
    private final long[] values = new long[SLOTS];

    @Override
    public int slots()
    {
        return SLOTS;
    }

    @Override
    public List<Column> columns()
    {
        return List.of(
            Column.perSecond("network.receive.bytes_per_s", RECEIVED_BYTES, 1),
            Column.perSecond("network.transmit.bytes_per_s", SENT_BYTES, 1),
            Column.perSecond("network.receive.packets_per_s", RECEIVED_PACKETS, 1),
            Column.perSecond("network.transmit.packets_per_s", SENT_PACKETS, 1),
            Column.perSecond("network.errors.per_s", ERRORS, 1),
            Column.perSecond("network.drops.per_s", DROPS, 1));
    }

    @Override
    public void read(final ByteScanner text, final Counters into)
    {
        totals.begin();
        for (int i = 0; i < HEADER_LINES; i++)
        {
            text.nextLine();
        }
        while (text.hasLine())
        {
            final Device device = text.nextWord() ? totals.counted(text) : null;
            if (device != null)
            {
                readNumbers(text);
                totals.add(device, values);
            }
            text.nextLine();
        }
        totals.end(into);
    }

    @Override
    public String remark()
    {
        return totals.remark();
    }

    private void readNumbers(final ByteScanner text)
    {
        for (int i = 0; i < FIELDS; i++)
        {
            fields[i] = text.number();
        }
        values[RECEIVED_BYTES] = fields[0];
        values[RECEIVED_PACKETS] = fields[1];
        values[SENT_BYTES] = fields[8];
        values[SENT_PACKETS] = fields[9];
        values[ERRORS] = sum(fields[2], fields[10]);
        values[DROPS] = sum(fields[3], fields[11]);
    }

    private static long sum(final long received, final long sent)
    {
        return received < 0 || sent < 0 ? ByteScanner.NO_NUMBER : received + sent;
    }
}
