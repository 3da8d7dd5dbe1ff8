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
package io.zetatron.scheduler.topology;

import io.zetatron.nativeaccess.CpuList;
import io.zetatron.nativeaccess.CurrentThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CpuTopologyTest
{
    @TempDir
    private Path root;

    @Test
    void shouldReadVirtualMachineOfTwoCpus()
    {
        machine().file("cpu/online", "0-1").file("cpu/isolated", "").file("cpu/nohz_full", "(null)")
            .file("node/online", "0").file("node/node0/cpulist", "0-1")
            .cpu(0, 0, 0, "0").cpu(1, 0, 1, "1");

        final CpuTopology topology = CpuTopology.read(root, cpus("0-1"));

        assertEquals(cpus("0-1"), topology.cpus());
        assertEquals(List.of(new CpuGroup(0, cpus("0-1"))), topology.packages());
        assertEquals(List.of(new CpuGroup(0, cpus("0-1"))), topology.nodes());
        assertEquals(List.of(cpus("0"), cpus("1")), topology.physicalCores());
        assertFalse(topology.isSmt());
        assertTrue(topology.isolated().isEmpty());
        assertTrue(topology.nohzFull().isEmpty());
    }

    @Test
    void shouldReadServerOfTwoSocketsWithSmt()
    {
        machine().twoSocketServer();

        final CpuTopology topology = CpuTopology.read(root, cpus("0-31"));

        assertEquals(
            List.of(new CpuGroup(0, cpus("0-7,16-23")), new CpuGroup(1, cpus("8-15,24-31"))), topology.packages());
        assertEquals(topology.packages(), topology.nodes());
        assertEquals(16, topology.physicalCores().size());
        assertEquals(cpus("15,31"), topology.physicalCores().getLast());
        assertTrue(topology.isSmt());
        assertEquals(cpus("4-7"), topology.isolated());
        assertEquals(cpus("4-7"), topology.nohzFull());
        assertEquals(new LogicalCpu(27, 1, 3, 1, cpus("11,27")), topology.cpu(27));
        assertEquals(1, topology.packageOf(8));
    }

    @Test
    void shouldKeepToAllowedCpusButShowTheirForeignSiblings()
    {
        machine().twoSocketServer();

        final CpuTopology topology = CpuTopology.read(root, cpus("2,3,18,9"));

        assertEquals(cpus("2,3,9,18"), topology.cpus());
        assertEquals(List.of(cpus("2,18"), cpus("3"), cpus("9")), topology.physicalCores());
        assertEquals(cpus("3,19"), topology.siblingsOf(3));
        assertEquals(1, topology.nodeOf(9));
        assertThrows(IllegalArgumentException.class, () -> topology.nodeOf(4));
    }

    @Test
    void shouldShowSharedCaches()
    {
        machine().twoSocketServer();

        final CpuTopology topology = CpuTopology.read(root, cpus("0-31"));

        assertEquals(cpus("9,25"), topology.sharingCache(9, 2));
        assertEquals(cpus("8-15,24-31"), topology.sharingCache(9, 3));
        assertEquals(cpus("9"), topology.sharingCache(9, 4));
    }

    @Test
    void shouldTakeOneNodeWhenThereIsNoNodeFolder()
    {
        machine().file("cpu/online", "0-3")
            .cpu(0, 0, 0, "0-1").cpu(1, 0, 0, "0-1").cpu(2, 0, 1, "2-3").cpu(3, 0, 1, "2-3");

        final CpuTopology topology = CpuTopology.read(root, cpus("0-3"));

        assertEquals(List.of(new CpuGroup(0, cpus("0-3"))), topology.nodes());
        assertEquals(List.of(cpus("0-1"), cpus("2-3")), topology.physicalCores());
    }

    @Test
    void shouldLeaveOutOfflineCpu()
    {
        machine().file("cpu/online", "0,2-3").file("node/online", "0").file("node/node0/cpulist", "0,2-3")
            .cpu(0, 0, 0, "0").cpu(2, 0, 1, "2-3").cpu(3, 0, 1, "2-3");

        final CpuTopology topology = CpuTopology.read(root, cpus("0-3"));

        assertEquals(cpus("0,2-3"), topology.cpus());
        assertThrows(IllegalArgumentException.class, () -> topology.cpu(1));
    }

    @Test
    void shouldTakeSimplestMachineWhenNothingIsShown()
    {
        final CpuTopology topology = CpuTopology.read(root, cpus("0-1"));

        assertEquals(cpus("0-1"), topology.online());
        assertEquals(List.of(cpus("0"), cpus("1")), topology.physicalCores());
        assertEquals(new LogicalCpu(1, 0, 1, 0, cpus("1")), topology.cpu(1));
        assertEquals(cpus("1"), topology.sharingCache(1, 3));
    }

    @Test
    void shouldReadThisMachine()
    {
        final CpuList allowed = CurrentThread.allowedCpus();

        final CpuTopology topology = CpuTopology.read(allowed);

        assertEquals(allowed, topology.cpus());
        assertTrue(topology.siblingsOf(allowed.first()).contains(allowed.first()));
    }

    private RecordedMachine machine()
    {
        return new RecordedMachine(root);
    }

    private static CpuList cpus(final String list)
    {
        return CpuList.parse(list);
    }
}
