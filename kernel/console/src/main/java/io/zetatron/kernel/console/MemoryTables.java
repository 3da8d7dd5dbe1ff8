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

import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Domain;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Pool;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.State;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A kernel's memory in tables.
 */
final class MemoryTables
{
    private static final String UNKNOWN = "-";

    private final KernelSnapshot kernel;
    private final ScreenRows grid;
    private final Look look;

    MemoryTables(final KernelSnapshot kernel, final ScreenRows grid, final Look look)
    {
        this.kernel = kernel;
        this.grid = grid;
        this.look = look;
    }

    /**
     * What each owner has, and all of them together.
     *
     * @return a table.
     */
    List<Row> domains()
    {
        final Table table =
            new Table(grid, look, "memory", "pages, nodes", "used", "of", "resident", "locked");
        kernel.domains().forEach((domain) -> table.row(domain.owner())
            .figure(bytes(domain.usedBytes()))
            .figure(bytes(domain.quotaBytes()))
            .figure(bytes(domain.residentBytes()))
            .figure(bytes(domain.lockedBytes()))
            .end(pages(domain) + "; " + nodes(domain)));
        if (kernel.domains().size() > 1)
        {
            table.row("total")
                .figure(total(Domain::usedBytes))
                .figure(total(Domain::quotaBytes))
                .figure(total(Domain::residentBytes))
                .figure(total(Domain::lockedBytes))
                .end("");
        }
        return table.rows();
    }

    /**
     * What is other than wished, and why.
     *
     * @return each reason once, in as many rows as it needs.
     */
    List<Row> reasons()
    {
        final Map<String, List<String>> ownersByReason = new LinkedHashMap<>();
        kernel.domains().forEach((domain) -> domain.reasons().forEach((reason) ->
            ownersByReason.computeIfAbsent(reason, (same) -> new ArrayList<>()).add(domain.owner())));
        final List<Row> rows = new ArrayList<>();
        ownersByReason.forEach((reason, owners) ->
        {
            final String text = String.join(", ", owners) + ": " + reason;
            for (final String line : TextWrap.lines(text, grid.textWidth()))
            {
                rows.add(grid.row(rows.isEmpty() ? "reasons" : "").dim(line));
            }
        });
        return rows;
    }

    /**
     * Who uses how many slots.
     *
     * @return a table; nothing if there are no pools.
     */
    List<Row> pools()
    {
        final Table table = new Table(grid, look, "pools", "", "slot", "slots", "in use", "most", "exhausted", "stale",
            "reclaimed");
        for (final Pool pool : kernel.pools())
        {
            table.row(pool.owner() + "/" + pool.name())
                .figure(bytes(pool.slotBytes()))
                .figure(count(pool.slots()))
                .figure(count(pool.inUse()))
                .figure(count(pool.highWater()))
                .bad(pool.exhaustions())
                .bad(pool.refusals())
                .bad(pool.reclaimed())
                .end("");
        }
        return table.rows();
    }

    /**
     * What is saved, and whether what is at rest is unbroken.
     *
     * @return tables; nothing if there is neither.
     */
    List<Row> state()
    {
        final Table table = new Table(grid, look, "state", "", "checkpoints", "failed", "written", "last");
        for (final State state : kernel.states())
        {
            table.row(state.block())
                .figure(count(state.checkpoints()))
                .bad(state.failures())
                .figure(bytes(state.writtenBytes()))
                .figure(state.lastSequence() > 0 ? "#" + state.lastSequence() : UNKNOWN)
                .end("");
        }
        final List<Row> rows = new ArrayList<>(table.rows());
        kernel.scrubber().ifPresent((scrubber) -> rows.add(grid.row("scrubbed")
            .strong(count(scrubber.pages())).dim(" pages in ").strong(count(scrubber.passes())).dim(" passes, ")
            .add(count(scrubber.mismatches()), scrubber.mismatches() > 0 ? look.alarm() : look.strong())
            .dim(" other than sealed")));
        return rows;
    }

    private static String pages(final Domain domain)
    {
        return domain.pages().equals(domain.wishedPages()) ? domain.pages() :
            domain.pages() + " (wished " + domain.wishedPages() + ")";
    }

    /**
     * Where the pages are to be, and on how many nodes they are if that is not plain.
     */
    private static String nodes(final Domain domain)
    {
        final Map<Integer, Long> resident = domain.bytesByNode().entrySet().stream()
            .filter((node) -> node.getValue() > 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        final String is = resident.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map((node) -> (resident.size() == 1 ? "" : bytes(node.getValue()) + " on ") + "node " + node.getKey())
            .collect(Collectors.joining(", "));
        final String shared = domain.backing().equals("anonymous") ? "" : "; " + domain.backing();
        return domain.wishedNodes() + (is.isEmpty() || is.equals(domain.wishedNodes()) ? "" : ": " + is) + shared;
    }

    private String total(final ToLongFunction<Domain> figure)
    {
        return kernel.domains().stream().mapToLong(figure).anyMatch((bytes) -> bytes < 0) ? UNKNOWN :
            bytes(kernel.domains().stream().mapToLong(figure).sum());
    }

    private static String bytes(final long bytes)
    {
        return bytes < 0 ? UNKNOWN : Figures.bytes(bytes);
    }

    private static String count(final long count)
    {
        return count < 0 ? UNKNOWN : Figures.compact(count);
    }
}
