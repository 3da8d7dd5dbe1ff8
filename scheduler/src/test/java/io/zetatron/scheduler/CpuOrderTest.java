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
package io.zetatron.scheduler;

import io.zetatron.nativeaccess.CpuList;
import io.zetatron.scheduler.topology.CpuTopology;
import io.zetatron.scheduler.topology.RecordedMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CpuOrderTest
{
    @TempDir
    private Path root;

    @Test
    void shouldPutIsolatedCpusAfterTheFirstAndLeaveSiblingsOut()
    {
        machine().twoSocketServer();

        assertEquals(List.of(0, 4, 5, 6, 7, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15), order("0-31"));
    }

    @Test
    void shouldTakeTheFirstSiblingThatIsAllowed()
    {
        machine().twoSocketServer();

        assertEquals(List.of(2, 25, 30), order("2,18,25,30"));
    }

    @Test
    void shouldTakeOnlyIsolatedCpusWhenAllThatAreAllowedAre()
    {
        machine().twoSocketServer();

        assertEquals(List.of(4, 5, 6, 7), order("4-7"));
    }

    @Test
    void shouldTakeBothThreadsWhenThereIsASingleCore()
    {
        machine().file("cpu/online", "0-1").cpu(0, 0, 0, "0-1").cpu(1, 0, 0, "0-1");

        assertEquals(List.of(0, 1), order("0-1"));
    }

    @Test
    void shouldTakeEveryCpuWhenThereIsNoSmt()
    {
        machine().file("cpu/online", "0-3").file("cpu/isolated", "2")
            .cpu(0, 0, 0, "0").cpu(1, 0, 1, "1").cpu(2, 0, 2, "2").cpu(3, 0, 3, "3");

        assertEquals(List.of(0, 2, 1, 3), order("0-3"));
    }

    @Test
    void shouldTakeTheOnlyCpu()
    {
        machine().twoSocketServer();

        assertEquals(List.of(20), order("20"));
    }

    private RecordedMachine machine()
    {
        return new RecordedMachine(root);
    }

    private List<Integer> order(final String allowed)
    {
        return CpuOrder.of(CpuTopology.read(root, CpuList.parse(allowed)));
    }
}
