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
package io.zetatron.bench.calls;

import io.zetatron.kernel.runtime.HostFacts;

import java.util.List;
import java.util.Optional;

/**
 * What a run found, and its conditions.
 *
 * @param costs       of every case, in the order of the report.
 * @param effort      that was made.
 * @param seed        of the orders.
 * @param jvmFlags    of the forks, without those that only permit something.
 * @param host        that it ran on.
 * @param othersShare of all CPU time during the run that other processes used, 0..1; NaN if it is not shown.
 */
record CallReport(
    List<CallCost> costs, Effort effort, long seed, List<String> jvmFlags, HostFacts host, double othersShare)
{
    /**
     * How many times as much as a peer a case cost.
     *
     * @param cost of the case.
     * @param peer method of the same benchmark.
     * @return the factor; empty if it has no such peer, and for C, which the others are measured by.
     */
    Optional<Double> timesAsMuch(final CallCost cost, final String peer)
    {
        final CallCase measured = cost.callCase();
        if (measured.method().equals(CallCase.C) || measured.method().equals(peer))
        {
            return Optional.empty();
        }
        return costs.stream()
            .filter((other) -> other.callCase().benchmark() == measured.benchmark())
            .filter((other) -> other.callCase().method().equals(peer))
            .findFirst()
            .map(cost::timesAsMuchAs);
    }
}
