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

import io.zetatron.memory.DomainSettings.Placement;
import io.zetatron.nativeaccess.MemoryLock;
import io.zetatron.nativeaccess.NativeCallException;
import io.zetatron.nativeaccess.NativeFile;
import io.zetatron.nativeaccess.NodeList;
import io.zetatron.nativeaccess.NumaPolicy;
import io.zetatron.nativeaccess.PageMemory;
import io.zetatron.nativeaccess.PageUsage;
import io.zetatron.nativeaccess.Pages;
import io.zetatron.nativeaccess.Protection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one mapping that a domain hands out from: made as the settings wish, as far as the machine can.
 */
final class DomainMapping
{
    private static final int PAGES_READ_AT_ONCE = 1 << 18;

    private final DomainSettings settings;
    private final Arena arena;
    private final List<String> reasons = new ArrayList<>();
    private Pages pages;
    private MemorySegment memory;

    private DomainMapping(final DomainSettings settings, final Arena arena)
    {
        this.settings = settings;
        this.arena = arena;
    }

    static DomainMapping make(final DomainSettings settings, final Arena arena)
    {
        final DomainMapping mapping = new DomainMapping(settings, arena);
        mapping.checkNodes();
        mapping.map();
        try
        {
            mapping.place();
            if (settings.isPrefaulted())
            {
                mapping.prefault();
            }
            if (settings.isLocked())
            {
                MemoryLock.lock(mapping.memory);
            }
        }
        catch (final RuntimeException ex)
        {
            mapping.removeFile();
            throw ex;
        }
        return mapping;
    }

    MemorySegment memory()
    {
        return memory;
    }

    Pages pages()
    {
        return pages;
    }

    private void checkNodes()
    {
        final NodeList online = NodeList.online();
        if (!settings.nodes().stream().allMatch(online::contains))
        {
            throw new IllegalArgumentException("memory domain of " + settings.owner() + " is to be on NUMA node " +
                settings.nodes() + ", but this machine has " + online);
        }
        if (settings.placement() == Placement.INTERLEAVE && settings.nodes().isEmpty())
        {
            throw new IllegalArgumentException(
                "memory domain of " + settings.owner() + " is to be interleaved, but over no NUMA nodes");
        }
    }

    private void map()
    {
        for (int i = 0; i < settings.pages().size(); i++)
        {
            final Pages wished = settings.pages().get(i);
            try
            {
                memory = settings.file().isPresent() ? mapShared(settings.file().get(), wished) :
                    PageMemory.map(arena, wished.roundUp(settings.sizeBytes()), wished);
                pages = wished;
                return;
            }
            catch (final UnsupportedOperationException | NativeCallException ex)
            {
                if (i == settings.pages().size() - 1)
                {
                    throw ex;
                }
                reasons.add("not " + wished + ": " + ex.getMessage());
            }
        }
    }

    private MemorySegment mapShared(final Path path, final Pages wished)
    {
        if (wished != Pages.BASE)
        {
            throw new UnsupportedOperationException(
                "a file that others map has the pages of its file system, which are ordinary ones");
        }
        final long lengthBytes = wished.roundUp(settings.sizeBytes());
        try (NativeFile file = NativeFile.create(path))
        {
            try
            {
                file.preallocate(lengthBytes);
                return file.map(arena, 0, lengthBytes, Protection.READ_WRITE);
            }
            catch (final RuntimeException ex)
            {
                removeFile();
                throw ex;
            }
        }
    }

    private void place()
    {
        if (settings.placement() == Placement.LOCAL)
        {
            return;
        }
        final NumaPolicy policy = settings.placement() == Placement.NODE ?
            NumaPolicy.bind(settings.nodes()) : NumaPolicy.interleave(settings.nodes());
        // A shared file has its pages already, so that they have to move.
        policy.applyTo(memory, NumaPolicy.Present.MOVE);
    }

    private void prefault()
    {
        if (PageMemory.prefault(memory) == PageMemory.Prefault.WRITTEN)
        {
            reasons.add("prefaulted by writing to each page: the kernel is older than 5.14");
        }
    }

    /**
     * Ask the kernel what the mapping is.
     */
    DomainDescription describe(final long usedBytes)
    {
        final Map<Integer, Long> pagesByNode = pagesByNode();
        final List<String> found = new ArrayList<>(reasons);
        final long astray = pagesByNode.entrySet().stream()
            .filter((entry) -> settings.placement() != Placement.LOCAL && !settings.nodes().contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue).sum();
        if (astray > 0)
        {
            found.add(astray + " pages are on other nodes than " + settings.nodes() +
                " (was their node full when they came, or did another process place them?)");
        }
        final PageUsage usage = PageUsage.of(memory);
        return describe(usedBytes, pagesByNode, usage.residentBytes() + usage.pooledHugeBytes(), usage.lockedBytes(),
            found);
    }

    /**
     * What is known without asking the kernel.
     */
    DomainDescription describeMade(final long usedBytes)
    {
        return describe(usedBytes, Map.of(), DomainResidency.UNKNOWN, DomainResidency.UNKNOWN, reasons);
    }

    private DomainDescription describe(
        final long usedBytes,
        final Map<Integer, Long> pagesByNode,
        final long residentBytes,
        final long lockedBytes,
        final List<String> found)
    {
        return new DomainDescription(settings.owner(), settings.sizeBytes(), usedBytes,
            settings.file().map(Path::toString).orElse("anonymous"), settings.pages(), pages, wishedNodes(),
            pagesByNode, residentBytes, lockedBytes, List.copyOf(found));
    }

    private String wishedNodes()
    {
        return switch (settings.placement())
        {
            case LOCAL -> "local";
            case NODE -> "node " + settings.nodes();
            case INTERLEAVE -> "interleave " + settings.nodes();
        };
    }

    private Map<Integer, Long> pagesByNode()
    {
        final Map<Integer, Long> count = new TreeMap<>();
        final long partBytes = PAGES_READ_AT_ONCE * Pages.BASE.sizeBytes();
        for (long offset = 0; offset < memory.byteSize(); offset += partBytes)
        {
            for (final int node : PageMemory.nodes(
                memory.asSlice(offset, Math.min(partBytes, memory.byteSize() - offset))))
            {
                if (node != PageMemory.NOT_RESIDENT)
                {
                    count.merge(node, 1L, Long::sum);
                }
            }
        }
        return count;
    }

    /**
     * Leave nothing behind that others could map. The memory itself goes with the arena.
     */
    void removeFile()
    {
        settings.file().ifPresent((path) ->
        {
            try
            {
                Files.deleteIfExists(path);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException("cannot remove " + path + " of the memory domain of " +
                    settings.owner() + ": remove it by hand", ex);
            }
        });
    }
}
