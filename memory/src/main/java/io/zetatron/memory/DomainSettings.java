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
import io.zetatron.nativeaccess.Pages;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wished for a memory domain. What it got is another matter: {@link MemoryDomain#describe()}.
 */
public final class DomainSettings
{
    /**
     * Which page sizes are tried, from the largest to one that is always there.
     */
    public static final List<Pages> LARGEST_FIRST =
        List.of(Pages.HUGE_1_GIB, Pages.HUGE_2_MIB, Pages.TRANSPARENT_HUGE, Pages.BASE);

    private final String owner;
    private final long sizeBytes;
    private List<Pages> pages = List.of(Pages.BASE);
    private Placement placement = Placement.LOCAL;
    private NodeList nodes = NodeList.of();
    private boolean isLocked;
    private boolean isPrefaulted;
    private Path file;

    /**
     * On which NUMA nodes the pages are to be.
     */
    public enum Placement
    {
        /**
         * On the node of the CPU that first writes to a page.
         */
        LOCAL,
        /**
         * On one node and no other.
         */
        NODE,
        /**
         * On several nodes in turn, page by page.
         */
        INTERLEAVE
    }

    private DomainSettings(final String owner, final long sizeBytes)
    {
        if (sizeBytes <= 0)
        {
            throw new IllegalArgumentException("memory domain of " + owner + ": a size of " + sizeBytes +
                " bytes must be above 0");
        }
        this.owner = Objects.requireNonNull(owner);
        this.sizeBytes = sizeBytes;
    }

    /**
     * Begin with a domain of ordinary pages, local to who uses them, which take memory when they are first written to.
     *
     * @param owner     whose memory it is: the tag under which it is accounted.
     * @param sizeBytes the most that may be handed out of it.
     * @return new settings.
     */
    public static DomainSettings of(final String owner, final long sizeBytes)
    {
        return new DomainSettings(owner, sizeBytes);
    }

    /**
     * Choose page sizes. The first that this machine has, and has enough of, is taken; each that was passed over is
     * told with its reason.
     *
     * @param wished in the order of preference; with one alone, a domain that cannot have it is refused.
     * @return this.
     */
    public DomainSettings pages(final List<Pages> wished)
    {
        if (wished.isEmpty())
        {
            throw new IllegalArgumentException("memory domain of " + owner + ": no page size is wished for");
        }
        pages = List.copyOf(wished);
        return this;
    }

    /**
     * Put the pages on one NUMA node.
     *
     * @param node number of the node; a domain on one that is not there is refused.
     * @return this.
     */
    public DomainSettings node(final int node)
    {
        placement = Placement.NODE;
        nodes = NodeList.of(node);
        return this;
    }

    /**
     * Put the pages on several NUMA nodes in turn.
     *
     * @param spread over which.
     * @return this.
     */
    public DomainSettings interleave(final NodeList spread)
    {
        placement = Placement.INTERLEAVE;
        nodes = Objects.requireNonNull(spread);
        return this;
    }

    /**
     * Keep the pages in RAM, whatever else needs it. A domain that cannot be locked is refused.
     *
     * @param locked whether to.
     * @return this.
     */
    public DomainSettings locked(final boolean locked)
    {
        isLocked = locked;
        return this;
    }

    /**
     * Bring all pages into memory at the start, so that no first use waits for one.
     *
     * @param prefaulted whether to.
     * @return this.
     */
    public DomainSettings prefaulted(final boolean prefaulted)
    {
        isPrefaulted = prefaulted;
        return this;
    }

    /**
     * Let other processes map the memory too, by a file. The room for it is taken at the start.
     *
     * @param path that is to be created, in a file system in memory such as {@code /dev/shm}.
     * @return this.
     */
    public DomainSettings shared(final Path path)
    {
        file = Objects.requireNonNull(path);
        return this;
    }

    /**
     * Whose memory it is.
     *
     * @return the tag.
     */
    public String owner()
    {
        return owner;
    }

    /**
     * The most that may be handed out.
     *
     * @return bytes.
     */
    public long sizeBytes()
    {
        return sizeBytes;
    }

    /**
     * The page sizes to try.
     *
     * @return in the order of preference.
     */
    public List<Pages> pages()
    {
        return pages;
    }

    /**
     * On which kind of nodes the pages are to be.
     *
     * @return the placement.
     */
    public Placement placement()
    {
        return placement;
    }

    /**
     * On which nodes the pages are to be.
     *
     * @return the nodes; none if the placement is {@link Placement#LOCAL}.
     */
    public NodeList nodes()
    {
        return nodes;
    }

    /**
     * Whether the pages are to be kept in RAM.
     *
     * @return true if so.
     */
    public boolean isLocked()
    {
        return isLocked;
    }

    /**
     * Whether all pages are to be in memory from the start.
     *
     * @return true if so.
     */
    public boolean isPrefaulted()
    {
        return isPrefaulted;
    }

    /**
     * The file by which other processes map the memory.
     *
     * @return the file; empty for memory of this process alone.
     */
    public Optional<Path> file()
    {
        return Optional.ofNullable(file);
    }
}
