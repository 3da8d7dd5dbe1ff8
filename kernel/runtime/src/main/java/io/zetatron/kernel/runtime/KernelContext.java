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
package io.zetatron.kernel.runtime;

import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.sink.ResultWriter;
import io.zetatron.kernel.runtime.source.SampleSource;
import io.zetatron.kernel.runtime.source.host.Gauge;

import java.util.List;
import java.util.function.Function;

/**
 * What a kernel is to run.
 *
 * @param configuration that holds.
 * @param engines       to host.
 * @param longestBody   length in bytes of the longest message that the source's rows will cause, see
 *                      {@link io.zetatron.kernel.runtime.source.StreamLengths#longest}.
 * @param source        opens the source, which the kernel then owns, given gauges of the kernel's own loops.
 * @param rateHz        rows a second, or 0 for as fast as they go.
 * @param writer        makes the writer for a source's columns, which the kernel then owns.
 */
public record KernelContext(
    Configuration configuration,
    List<Engine> engines,
    int longestBody,
    Function<List<Gauge>, SampleSource> source,
    double rateHz,
    Function<List<String>, ResultWriter> writer)
{
    /**
     * The most columns that a source may have: what one frame holds.
     */
    public static final int MAX_COLUMNS = 4000;
}
