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
package io.zetatron.bench.rounds;

import io.zetatron.kernel.runtime.HostFacts;

import java.util.Optional;

/**
 * What the machine did meanwhile beside the benchmark.
 *
 * @param stealShare  of all CPU time that the hypervisor took away, 0..1; NaN if it is not shown.
 * @param othersShare of all CPU time that other processes used, 0..1; NaN if it is not shown.
 */
public record Noise(double stealShare, double othersShare)
{
    /**
     * The beginning of an interval.
     *
     * @param host CPU time until then.
     * @param use  until then.
     */
    public record Start(HostFacts.CpuTime host, Optional<CpuUse> use)
    {
        /**
         * Begin now.
         *
         * @return the beginning.
         */
        public static Start now()
        {
            return new Start(HostFacts.CpuTime.now(), CpuUse.now());
        }

        /**
         * End now.
         *
         * @return what happened since the beginning.
         */
        public Noise end()
        {
            final double othersShare = use
                .flatMap((before) -> CpuUse.now().map((after) -> after.othersShareSince(before)))
                .orElse(Double.NaN);
            return new Noise(HostFacts.since(host).stealShare(), othersShare);
        }
    }
}
