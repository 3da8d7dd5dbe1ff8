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

import io.zetatron.kernel.runtime.source.SampleRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeviceColumnsTest
{
    private static final int CHANGES = DeviceTable.MAX_DEVICES + 50;
    private static final String NET_HEADER = "Inter-|   Receive                |  Transmit\n" +
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo\n";

    @TempDir
    private Path root;
    private HostTree tree;

    @BeforeEach
    void record()
    {
        tree = new HostTree(root).folder("sys/block/vda/slaves").folder("sys/block/nvme0n1").folder("sys/block/loop0")
            .folder("sys/block/zram0").folder("sys/block/dm-0/slaves/vda")
            .file("proc/diskstats", disk("loop0", 0, 0, 0) + disk("vda", 1000, 500, 100) + disk("vda1", 900, 400, 90) +
                disk("dm-0", 10, 10, 10) + disk("zram0", 0, 0, 0) + disk("nvme0n1", 7, 7, 7))
            .file("proc/net/dev", NET_HEADER + net("lo", 1) + net("eth0", 100));
    }

    @Test
    void shouldSumWholeDisksOnlyAndTakeTheBusiest()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(100).file("proc/diskstats",
                disk("loop0", 900, 900, 90) + disk("vda", 1010, 504, 125) + disk("vda1", 2000, 2000, 100) +
                disk("dm-0", 99, 99, 99) + disk("zram0", 99, 99, 99) + disk("nvme0n1", 17, 7, 17));
            final SampleRow row = HostTree.row(host);

            assertEquals(20 * 512 * 10, HostTree.value(host, row, "disk.read.bytes_per_s"));
            assertEquals(4 * 512 * 10, HostTree.value(host, row, "disk.write.bytes_per_s"));
            assertEquals(0.25, HostTree.value(host, row, "disk.busy.share"));
        }
    }

    @Test
    void shouldCountDiskFromItsSecondReadingWhenPluggedIn()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.folder("sys/block/sdb").pass(200)
                .file("proc/diskstats", disk("sdb", 5000, 0, 0) + disk("vda", 1000, 500, 100));
            assertEquals(0, HostTree.value(host, HostTree.row(host), "disk.read.bytes_per_s"));

            tree.pass(200).file("proc/diskstats", disk("sdb", 5002, 0, 0) + disk("vda", 1000, 500, 100));
            assertEquals(2 * 512 * 5, HostTree.value(host, HostTree.row(host), "disk.read.bytes_per_s"));
        }
    }

    @Test
    void shouldStartAnewWhenDiskComesBackWithSmallerNumbers()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(200).file("proc/diskstats", disk("nvme0n1", 7, 7, 7));
            assertEquals(0, HostTree.value(host, HostTree.row(host), "disk.read.bytes_per_s"));

            tree.pass(200).file("proc/diskstats", disk("vda", 1, 1, 1) + disk("nvme0n1", 9, 7, 7));
            assertEquals(2 * 512 * 5, HostTree.value(host, HostTree.row(host), "disk.read.bytes_per_s"));
            assertEquals(0, host.remarks().stream().filter((remark) -> remark.contains("backwards")).count());
        }
    }

    @Test
    void shouldSumInterfacesButLoopback()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(100).file("proc/net/dev", NET_HEADER + net("lo", 900) + net("eth0", 110));
            final SampleRow row = HostTree.row(host);

            assertEquals(100, HostTree.value(host, row, "network.receive.bytes_per_s"));
            assertEquals(200, HostTree.value(host, row, "network.receive.packets_per_s"));
            assertEquals(900, HostTree.value(host, row, "network.transmit.bytes_per_s"));
            assertEquals(1000, HostTree.value(host, row, "network.transmit.packets_per_s"));
            assertEquals(300 + 1100, HostTree.value(host, row, "network.errors.per_s"));
            assertEquals(400 + 1200, HostTree.value(host, row, "network.drops.per_s"));
        }
    }

    @Test
    void shouldMissOneRowWhenInterfaceRunsBackwards()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(100).file("proc/net/dev", NET_HEADER + net("lo", 1) + net("eth0", 0));
            assertEquals(Double.NaN, HostTree.value(host, HostTree.row(host), "network.receive.bytes_per_s"));

            tree.pass(100).file("proc/net/dev", NET_HEADER + net("lo", 1) + net("eth0", 10));
            assertEquals(100, HostTree.value(host, HostTree.row(host), "network.receive.bytes_per_s"));
            assertTrue(host.remarks().stream().anyMatch((remark) -> remark.contains("1 reading with a counter")));
        }
    }

    @Test
    void shouldFollowInterfacesThatComeAndGoWithoutEnd()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            for (int i = 0; i < CHANGES; i++)
            {
                tree.pass(200).file("proc/net/dev", NET_HEADER + net("veth" + i, i) + net("eth0", 100 + i));
                HostTree.row(host);
            }
            tree.pass(200).file("proc/net/dev", NET_HEADER + net("eth0", 100 + CHANGES));

            assertEquals(5, HostTree.value(host, HostTree.row(host), "network.receive.bytes_per_s"));
            assertEquals(0, host.remarks().stream().filter((remark) -> remark.contains("net/dev")).count());
        }
    }

    @Test
    void shouldSayWhenThereAreMoreInterfacesThanItFollows()
    {
        final StringBuilder text = new StringBuilder(NET_HEADER);
        for (int i = 0; i < DeviceTable.MAX_DEVICES + 5; i++)
        {
            text.append(net("eth" + i, 0));
        }
        try (HostTelemetry host = tree.file("proc/net/dev", text.toString()).open())
        {
            HostTree.row(host);

            assertTrue(host.remarks().stream().anyMatch((remark) -> remark.contains("10 lines passed over")));
        }
    }

    private static String disk(final String name, final long read, final long written, final long busyMs)
    {
        return " 254       0 " + name + " 1 2 " + read + " 4 5 6 " + written + " 8 0 " + busyMs + " 11 0 0 0 0 0 0\n";
    }

    /**
     * A line whose fields are the base times 1, 2, 3 and so on.
     */
    private static String net(final String name, final long base)
    {
        final StringBuilder line = new StringBuilder("  " + name + ":");
        for (int field = 1; field <= 16; field++)
        {
            line.append("  ").append(base * field);
        }
        return line.append('\n').toString();
    }
}
