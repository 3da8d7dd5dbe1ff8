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

/**
 * A number that this process measures about itself, which becomes a column of {@link HostTelemetry}, for example the
 * longest duty cycle of a core loop since the last sample.
 */
public interface Gauge
{
    /**
     * The column's name.
     *
     * @return a dotted name with the unit as its last word, for example {@code loop.0.cycle.max.ns}; always the same.
     */
    String name();

    /**
     * Read the number. It is called once for each row, by the source's thread, and must neither block nor allocate.
     *
     * @return the value; what is not finite counts as missing.
     */
    double sample();
}
