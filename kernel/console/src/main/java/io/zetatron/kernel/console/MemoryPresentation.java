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
package io.zetatron.kernel.console;

import com.fasterxml.jackson.core.JsonGenerator;
import org.jline.utils.AttributedString;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel's memory: domains, why they are other than wished, pools, state.
 */
final class MemoryPresentation implements Presentation
{
    @Override
    public List<AttributedString> screen(
        final KernelRates figures, final Look look, final int width, final int height)
    {
        final ScreenRows grid = new ScreenRows(look, width);
        final MemoryTables tables = new MemoryTables(figures.now(), grid, look);
        final KernelTitle title = new KernelTitle(figures, look, grid);
        return Sections.fit(
            List.of(List.of(title.row()), tables.domains(), tables.reasons(), tables.pools(), tables.state()),
            look, width, height);
    }

    @Override
    public List<String> lines(final KernelRates figures)
    {
        final List<String> lines = new ArrayList<>();
        screen(figures, Look.of(false, 0), Sections.PIPE_WIDTH, Integer.MAX_VALUE)
            .forEach((line) -> lines.add(line.toString().stripTrailing()));
        lines.add("");
        return lines;
    }

    @Override
    public void json(final KernelRates figures, final JsonGenerator json) throws IOException
    {
        final FigureJson writer = new FigureJson(figures, json);
        json.writeStartObject();
        writer.kernel();
        writer.domains();
        writer.pools();
        writer.state();
        json.writeEndObject();
    }
}
