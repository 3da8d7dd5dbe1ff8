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

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which CPUs are given away.
 */
public final class CpuOrder
{
    private CpuOrder()
    {
    }

    /**
     * Order the CPUs of a machine: one that takes part in ordinary scheduling first, because it may be left to
     * housekeeping; then isolated ones; then the others. Of the siblings of one physical core only the first is taken,
     * unless that would leave a single CPU.
     *
     * @param topology of the machine.
     * @return the CPUs, best first.
     */
    public static List<Integer> of(final CpuTopology topology)
    {
        final List<Integer> firsts = topology.physicalCores().stream().map(CpuList::first).sorted().toList();
        final List<Integer> candidates = firsts.size() > 1 ? firsts : topology.cpus().stream().boxed().toList();

        final List<Integer> ordinary = new ArrayList<>();
        final List<Integer> isolated = new ArrayList<>();
        candidates.forEach((cpu) -> (topology.isolated().contains(cpu) ? isolated : ordinary).add(cpu));

        final List<Integer> order = new ArrayList<>();
        if (!ordinary.isEmpty())
        {
            order.add(ordinary.removeFirst());
        }
        order.addAll(isolated);
        order.addAll(ordinary);
        return List.copyOf(order);
    }
}
