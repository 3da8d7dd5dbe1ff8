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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which engine runs on which CPU, and why.
 *
 * @param cores one for each core loop.
 * @param notes what a person should know about the plan as a whole.
 */
public record CorePlan(List<Core> cores, List<String> notes)
{
    /**
     * From this many CPUs on, the first one is left to housekeeping, sources and sinks.
     */
    public static final int CPUS_TO_SPARE_ONE = 4;

    /**
     * An engine's wish.
     *
     * @param engine id.
     * @param load   how much of a core it asks for beside the others, above 0.
     */
    public record Demand(String engine, int load)
    {
        /**
         * Check the load: shares are told apart by it.
         */
        public Demand
        {
            if (load <= 0)
            {
                throw new IllegalArgumentException("engine " + engine + ": load " + load + " must be above 0");
            }
        }
    }

    /**
     * A core loop.
     *
     * @param cpu     that it is bound to, or {@link Pin#ANY_CPU}.
     * @param engines that run on it, in turn.
     * @param reason  why these, here.
     */
    public record Core(int cpu, List<String> engines, String reason)
    {
    }

    /**
     * Share engines out over CPUs: one each while there are enough, else evenly by load, the heaviest first.
     *
     * @param cpus    that may be used, best first, without two of one physical core where that can be avoided.
     * @param demands of the engines.
     * @return the plan.
     */
    public static CorePlan of(final List<Integer> cpus, final List<Demand> demands)
    {
        if (cpus.isEmpty() || demands.isEmpty())
        {
            throw new IllegalArgumentException("a core plan needs at least one CPU and one engine");
        }

        final List<String> notes = new ArrayList<>();
        final List<Integer> usable = usable(cpus, notes);
        final int loops = Math.min(usable.size(), demands.size());
        if (loops < demands.size())
        {
            notes.add(demands.size() + " engines share " + loops + (loops == 1 ? " core" : " cores"));
        }

        final List<List<Demand>> shares = share(demands, loops);
        final List<Core> cores = new ArrayList<>();
        for (int i = 0; i < loops; i++)
        {
            cores.add(core(usable.get(i), shares.get(i)));
        }
        return new CorePlan(List.copyOf(cores), List.copyOf(notes));
    }

    private static List<Integer> usable(final List<Integer> cpus, final List<String> notes)
    {
        if (cpus.size() == 1)
        {
            notes.add("one core only: engines, housekeeping, source and sink take turns on it");
            return cpus;
        }
        if (cpus.size() < CPUS_TO_SPARE_ONE)
        {
            notes.add("no core to spare: housekeeping, source and sink share the engines' cores");
            return cpus;
        }
        notes.add("CPU " + cpus.getFirst() + " is left to housekeeping, source and sink");
        return cpus.subList(1, cpus.size());
    }

    private static List<List<Demand>> share(final List<Demand> demands, final int loops)
    {
        final List<List<Demand>> shares = new ArrayList<>();
        for (int i = 0; i < loops; i++)
        {
            shares.add(new ArrayList<>());
        }
        demands.stream()
            .sorted(Comparator.comparingInt(Demand::load).reversed())
            .forEach((demand) -> lightest(shares).add(demand));
        return shares;
    }

    private static List<Demand> lightest(final List<List<Demand>> shares)
    {
        return shares.stream().min(Comparator.comparingInt(CorePlan::load)).orElseThrow();
    }

    private static int load(final List<Demand> share)
    {
        return share.stream().mapToInt(Demand::load).sum();
    }

    private static Core core(final int cpu, final List<Demand> share)
    {
        final String reason = share.size() == 1 ? "a core of its own" : share.stream()
            .map((demand) -> demand.engine() + " " + demand.load())
            .collect(Collectors.joining(" + ", "shared evenly by load (", ")"));
        return new Core(cpu, share.stream().map(Demand::engine).toList(), reason);
    }
}
