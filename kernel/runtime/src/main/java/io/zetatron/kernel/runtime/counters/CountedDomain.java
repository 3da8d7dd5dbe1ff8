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
package io.zetatron.kernel.runtime.counters;

import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.CounterPublisher;
import io.zetatron.figcom.counters.Metric;
import io.zetatron.memory.DomainDescription;
import io.zetatron.memory.DomainResidency;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.nativeaccess.NativeCallException;
import io.zetatron.nativeaccess.PageNodes;
import io.zetatron.nativeaccess.Pages;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.stream.Collectors;

/**
 * A domain and its counters.
 */
final class CountedDomain
{
    private final MemoryDomain domain;
    private final CounterPublisher publisher;
    private final CounterKey key;
    private final DomainResidency residency;
    private final AtomicCounter usedBytes;
    private final AtomicCounter residentBytes;
    private final AtomicCounter lockedBytes;
    private final AtomicCounter[] nodeBytes;
    private int reasons;
    private boolean isRefused;

    CountedDomain(
        final MemoryDomain domain, final int number, final PageNodes pages, final CounterPublisher publisher)
    {
        this.domain = domain;
        this.publisher = publisher;
        key = CounterKey.of(Metric.DOMAIN_USED_BYTES, domain.owner()).number(number);
        residency = domain.residency(pages);
        usedBytes = publisher.counter(key);
        publisher.counter(key.metric(Metric.DOMAIN_QUOTA_BYTES)).setRelease(domain.quotaBytes());
        residentBytes = publisher.counter(key.metric(Metric.DOMAIN_RESIDENT_BYTES));
        lockedBytes = publisher.counter(key.metric(Metric.DOMAIN_LOCKED_BYTES));
        nodeBytes = new AtomicCounter[residency.nodes()];
        for (int i = 0; i < nodeBytes.length; i++)
        {
            nodeBytes[i] = publisher.counter(key.metric(Metric.DOMAIN_NODE_BYTES).part(residency.node(i)));
        }
        describe(domain.describeMade());
        refresh();
    }

    private void describe(final DomainDescription made)
    {
        publisher.text(key.metric(Metric.DOMAIN_WISHED_PAGES),
            made.wishedPages().stream().map(CountedDomain::size).collect(Collectors.joining(", ")));
        publisher.text(key.metric(Metric.DOMAIN_PAGES), size(made.pages()));
        publisher.text(key.metric(Metric.DOMAIN_WISHED_NODES), made.wishedNodes());
        publisher.text(key.metric(Metric.DOMAIN_BACKING), made.backing());
        made.reasons().forEach(this::reason);
    }

    private void reason(final String text)
    {
        publisher.text(key.metric(Metric.DOMAIN_REASON).part(reasons++), text);
    }

    private static String size(final Pages pages)
    {
        return switch (pages)
        {
            case HUGE_1_GIB -> "1 GiB";
            case HUGE_2_MIB -> "2 MiB";
            case TRANSPARENT_HUGE -> "THP";
            case BASE -> (pages.sizeBytes() >> 10) + " KiB";
        };
    }

    String owner()
    {
        return domain.owner();
    }

    /**
     * Look at the next pages. Where the system refuses, it is said, and not tried again.
     *
     * @return true if all have been looked at.
     */
    boolean look()
    {
        if (isRefused)
        {
            return true;
        }
        try
        {
            return residency.step();
        }
        catch (final NativeCallException | UnsupportedOperationException ex)
        {
            isRefused = true;
            reason("what is in memory is not known: " + ex.getMessage());
            return true;
        }
    }

    void refresh()
    {
        usedBytes.setRelease(domain.usedBytes());
        residentBytes.setRelease(residency.residentBytes());
        lockedBytes.setRelease(residency.lockedBytes());
        for (int i = 0; i < nodeBytes.length; i++)
        {
            nodeBytes[i].setRelease(residency.bytesOnNode(i));
        }
    }
}
