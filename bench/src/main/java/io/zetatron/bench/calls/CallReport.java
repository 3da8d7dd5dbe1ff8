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

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.bench.report.Conditions;
import io.zetatron.bench.report.Report;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the calls cost.
 *
 * @param costs      of every case, in the order of the report.
 * @param conditions of the run.
 */
record CallReport(List<CallCost> costs, Conditions conditions) implements Report
{
    @Override
    public List<String> lines()
    {
        return CallTable.lines(this);
    }

    @Override
    public void write(final JsonGenerator json) throws IOException
    {
        CallJson.write(this, json);
    }

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
            .map((other) -> cost.forksNs().over(other.forksNs()).median());
    }
}
