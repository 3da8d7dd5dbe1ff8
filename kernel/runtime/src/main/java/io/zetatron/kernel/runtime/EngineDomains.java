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

import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.memory.DomainSettings;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.nativeaccess.NativeCallException;
import io.zetatron.nativeaccess.NodeList;
import io.zetatron.nativeaccess.Pages;

import java.util.List;

/**
 * Makes each engine's memory domain as the configuration wishes it.
 */
final class EngineDomains
{
    private final Configuration configuration;
    private final MemoryAccounts accounts;
    private final Notes notes;

    EngineDomains(final Configuration configuration, final MemoryAccounts accounts, final Notes notes)
    {
        this.configuration = configuration;
        this.accounts = accounts;
        this.notes = notes;
    }

    /**
     * Map a domain. What is other than wished goes into the notes.
     *
     * @param engine whose memory it is.
     * @return the domain, which the caller closes.
     * @throws KernelException if the machine does not have what was wished for.
     */
    MemoryDomain make(final String engine)
    {
        try
        {
            final MemoryDomain domain = MemoryDomain.create(settings(engine), accounts);
            domain.describeMade().reasons().forEach((reason) -> notes.add("memory of " + engine + ": " + reason));
            return domain;
        }
        catch (final IllegalArgumentException | UnsupportedOperationException | NativeCallException ex)
        {
            throw new KernelException("memory of " + engine + ": " + ex.getMessage() +
                "; see memory.domain.* of the configuration and ./zetatron doctor", ex);
        }
    }

    DomainSettings settings(final String engine)
    {
        final DomainSettings settings = DomainSettings
            .of(engine, configuration.number(KernelProperties.MEMORY_DOMAIN_QUOTA))
            .pages(pages(configuration.text(KernelProperties.MEMORY_DOMAIN_PAGES)))
            .locked(isYes(KernelProperties.MEMORY_DOMAIN_LOCK))
            .prefaulted(isYes(KernelProperties.MEMORY_DOMAIN_PREFAULT));
        final String nodes = configuration.text(KernelProperties.MEMORY_DOMAIN_NODES);
        if (nodes.equals(KernelProperties.LOCAL))
        {
            return settings;
        }
        final NodeList list = NodeList.parse(nodes);
        return list.size() == 1 ? settings.node(list.first()) : settings.interleave(list);
    }

    private static List<Pages> pages(final String wish)
    {
        return switch (wish)
        {
            case KernelProperties.LARGEST -> DomainSettings.LARGEST_FIRST;
            case "1GiB" -> List.of(Pages.HUGE_1_GIB);
            case "2MiB" -> List.of(Pages.HUGE_2_MIB);
            case "thp" -> List.of(Pages.TRANSPARENT_HUGE);
            default -> List.of(Pages.BASE);
        };
    }

    private boolean isYes(final String property)
    {
        return configuration.text(property).equals("yes");
    }
}
