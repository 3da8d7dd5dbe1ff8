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
import io.zetatron.nativeaccess.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineDomainsTest
{
    private static final long QUOTA = 4L << 20;

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final Notes notes = new Notes();

    @AfterEach
    void after()
    {
        assertEquals(0, accounts.totalBytes());
    }

    private EngineDomains domains(final Map<String, String> wishes)
    {
        final Map<String, String> flags = new HashMap<>(wishes);
        flags.put(KernelProperties.MEMORY_DOMAIN_QUOTA, Long.toString(QUOTA));
        return new EngineDomains(Configuration.load(
            KernelProperties.with(List.of()), Optional.empty(), new Properties(), flags), accounts, notes);
    }

    @Test
    void shouldWishForLittleUnlessTold()
    {
        final DomainSettings settings = domains(Map.of()).settings("spector");

        assertEquals("spector", settings.owner());
        assertEquals(QUOTA, settings.sizeBytes());
        assertEquals(List.of(Pages.BASE), settings.pages());
        assertEquals(DomainSettings.Placement.LOCAL, settings.placement());
        assertFalse(settings.isLocked());
        assertFalse(settings.isPrefaulted());
    }

    @ParameterizedTest
    @CsvSource({
        "4KiB, BASE", "thp, TRANSPARENT_HUGE", "2MiB, HUGE_2_MIB", "1GiB, HUGE_1_GIB"})
    void shouldWishForThePagesThatAreConfiguredAndNoOther(final String wish, final Pages pages)
    {
        assertEquals(List.of(pages),
            domains(Map.of(KernelProperties.MEMORY_DOMAIN_PAGES, wish)).settings("spector").pages());
    }

    @Test
    void shouldWishForNodesAndLocks()
    {
        final DomainSettings one = domains(Map.of(
            KernelProperties.MEMORY_DOMAIN_NODES, "1",
            KernelProperties.MEMORY_DOMAIN_LOCK, "yes",
            KernelProperties.MEMORY_DOMAIN_PREFAULT, "yes")).settings("spector");
        assertEquals(DomainSettings.Placement.NODE, one.placement());
        assertEquals(1, one.nodes().first());
        assertTrue(one.isLocked());
        assertTrue(one.isPrefaulted());

        final DomainSettings several =
            domains(Map.of(KernelProperties.MEMORY_DOMAIN_NODES, "0-1")).settings("spector");
        assertEquals(DomainSettings.Placement.INTERLEAVE, several.placement());
        assertEquals(2, several.nodes().size());
    }

    @Test
    void shouldTakeTheLargestPagesThatThereAreAndNoteWhyTheyAreNoLarger()
    {
        try (MemoryDomain domain =
            domains(Map.of(KernelProperties.MEMORY_DOMAIN_PAGES, KernelProperties.LARGEST)).make("spector"))
        {
            final List<String> reasons = domain.describeMade().reasons();
            assertEquals(reasons.stream().map((reason) -> "memory of spector: " + reason).toList(), notes.since(0));
            // Unless a pool of 1 GiB pages is set aside, there is something to say.
            assertTrue(domain.describeMade().pages() == Pages.HUGE_1_GIB || !reasons.isEmpty());
        }
    }

    @Test
    void shouldRefuseANodeThatIsNotThereAndSayWhereItWasWished()
    {
        final EngineDomains domains = domains(Map.of(KernelProperties.MEMORY_DOMAIN_NODES, "1000"));

        final KernelException failure = assertThrows(KernelException.class, () -> domains.make("spector"));

        assertTrue(failure.getMessage().contains("memory of spector") &&
            failure.getMessage().contains("1000") && failure.getMessage().contains("memory.domain.*"),
            failure.getMessage());
    }
}
