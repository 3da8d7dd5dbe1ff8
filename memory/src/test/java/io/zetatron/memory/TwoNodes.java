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
package io.zetatron.memory;

import io.zetatron.nativeaccess.NodeList;
import io.zetatron.nativeaccess.NumaPolicy;
import io.zetatron.nativeaccess.Pages;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What can be shown only where there are two NUMA nodes. Runs as a program of its own, inside a virtual machine.
 */
public final class TwoNodes
{
    private static final long SIZE_BYTES = 8L << 20;
    private static final long PAGES = SIZE_BYTES >> 12;

    private static int failures;

    private TwoNodes()
    {
    }

    /**
     * Check and say what was found.
     *
     * @param args none.
     */
    public static void main(final String[] args)
    {
        System.out.println("nodes " + NodeList.online());
        for (int node = 0; node < 2; node++)
        {
            final int wanted = node;
            with(DomainSettings.of("bound to node " + node, SIZE_BYTES).node(node).prefaulted(true), (domain) ->
                check(domain, Map.of(wanted, PAGES), Pages.BASE));
            with(DomainSettings.of("2 MiB pages on node " + node, SIZE_BYTES).node(node).prefaulted(true)
                .pages(List.of(Pages.HUGE_2_MIB)), (domain) -> check(domain, Map.of(wanted, PAGES), Pages.HUGE_2_MIB));
        }
        with(DomainSettings.of("interleaved", SIZE_BYTES).interleave(NodeList.of(0, 1)).prefaulted(true), (domain) ->
            check(domain, Map.of(0, PAGES / 2, 1, PAGES / 2), Pages.BASE));
        with(DomainSettings.of("moved", SIZE_BYTES).node(0).prefaulted(true), (domain) ->
        {
            check(domain, Map.of(0, PAGES), Pages.BASE);
            final MemorySegment all = domain.at(0, SIZE_BYTES);
            all.fill((byte)42);
            NumaPolicy.bind(NodeList.of(1)).applyTo(all, NumaPolicy.Present.MOVE);
            final DomainDescription moved = domain.describe();
            expect(moved.pagesByNode().equals(Map.of(1, PAGES)), "all pages moved", moved.summary());
            expect(moved.reasons().size() == 1 && moved.reasons().getFirst().startsWith(PAGES + " pages are on other"),
                "said that they are not where they were wished", moved.summary());
            expect(all.get(ValueLayout.JAVA_BYTE, SIZE_BYTES - 1) == 42, "contents kept", "");
        });
        System.out.println(failures + " failures");
        System.exit(failures == 0 ? 0 : 1);
    }

    private static void with(final DomainSettings settings, final Consumer<MemoryDomain> test)
    {
        try (MemoryDomain domain = MemoryDomain.create(settings, new MemoryAccounts()))
        {
            test.accept(domain);
        }
    }

    private static void check(final MemoryDomain domain, final Map<Integer, Long> pagesByNode, final Pages pages)
    {
        final DomainDescription description = domain.describe();
        expect(description.pagesByNode().equals(pagesByNode) && description.pages() == pages &&
            description.reasons().isEmpty(), domain.owner(), description.summary());
    }

    private static void expect(final boolean holds, final String what, final String seen)
    {
        failures += holds ? 0 : 1;
        System.out.println((holds ? "ok   " : "FAIL ") + what + (seen.isEmpty() ? "" : ": " + seen));
    }
}
