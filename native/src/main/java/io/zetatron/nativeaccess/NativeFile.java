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
package io.zetatron.nativeaccess;

import io.zetatron.bindings.linux.linux_h;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * An open file that is known by its descriptor, so that it can be mapped with a choice of pages, sealed, or given to
 * another process: one of a file system, or one that exists in memory only. A mapping outlives the closing of its file.
 * <p>
 * Thread-safe but for {@link #close()}: who closes a file while another thread uses it may hit another file.
 */
public final class NativeFile implements AutoCloseable
{
    /** Calls that a signal may interrupt are repeated this often. */
    private static final int MAX_INTERRUPTIONS = 16;
    private static final int MAX_NAME_LENGTH = 249;
    // Not in the bindings: fcntl(2), lseek(2), openat(2).
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    private static final int SEEK_END = 2;
    private static final int AT_FDCWD = -100;
    private static final int OWNER_ONLY = 0600;
    private static final Charset PATH_CHARSET =
        Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final String name;
    private final Pages pages;
    private final int descriptor;
    private boolean isClosed;

    /** What can be ruled out for a file in memory, for good and for everybody. */
    public enum Seal
    {
        /** Further seals. */
        SEAL(1),
        /** Becoming shorter. */
        SHRINK(2),
        /** Becoming longer. */
        GROW(4),
        /** Being written to; refused while it is mapped for writing. */
        WRITE(8),
        /** Being written to, but by mappings that exist already; since Linux 5.1. */
        FUTURE_WRITE(16);

        private final int flag;

        Seal(final int flag)
        {
            this.flag = flag;
        }
    }

    private NativeFile(final String name, final Pages pages, final int descriptor)
    {
        this.name = name;
        this.pages = pages;
        this.descriptor = descriptor;
    }

    /**
     * Open a file that exists. Child processes do not inherit it.
     *
     * @param path       of the file.
     * @param protection {@link Protection#READ} or {@link Protection#READ_WRITE}, for the file and its mappings.
     * @return the open file, which the caller closes.
     * @throws NativeCallException           if it cannot be opened.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/openat.2.html">openat(2)</a>
     */
    public static NativeFile open(final Path path, final Protection protection)
    {
        if (protection == Protection.NONE)
        {
            throw new IllegalArgumentException("a file is opened for READ or READ_WRITE: " + path);
        }
        return open(path, protection == Protection.READ ? linux_h.O_RDONLY() : linux_h.O_RDWR());
    }

    /**
     * Make a file that does not exist yet, for its owner only, and open it for reading and writing.
     *
     * @param path of the file.
     * @return the open, empty file, which the caller closes.
     * @throws NativeCallException           if it exists already or cannot be made.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/openat.2.html">openat(2)</a>
     */
    public static NativeFile create(final Path path)
    {
        return open(path, linux_h.O_RDWR() | linux_h.O_CREAT() | linux_h.O_EXCL());
    }

    /**
     * Make a file that exists in memory only, until nobody has it open or mapped any more. It can be sealed. Child
     * processes do not inherit it.
     *
     * @param name  for whoever looks at {@code /proc}, at most 249 characters; need not be unique.
     * @param pages of which it is to be made; {@link Pages#TRANSPARENT_HUGE} is up to the administrator
     *              ({@code shmem_enabled}) and cannot be asked for here.
     * @return the open, empty file, which the caller closes.
     * @throws IllegalArgumentException      if the name is too long, or for transparent huge pages.
     * @throws NativeCallException           if it cannot be made.
     * @throws UnsupportedOperationException if this machine has no such pages, or on a system or an architecture that
     *                                       is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
     */
    public static NativeFile inMemory(final String name, final Pages pages)
    {
        if (name.length() > MAX_NAME_LENGTH || name.indexOf('\0') >= 0)
        {
            throw new IllegalArgumentException("a file in memory has a name of at most " + MAX_NAME_LENGTH +
                " characters, without NUL: \"" + name + "\"");
        }
        if (pages == Pages.TRANSPARENT_HUGE)
        {
            throw new IllegalArgumentException("transparent huge pages cannot be asked for in a file in memory: see " +
                "/sys/kernel/mm/transparent_hugepage/shmem_enabled, or choose other pages");
        }
        pages.requireOffered();
        // The sizes of huge pages are encoded as for mmap, MAP_HUGETLB itself is not.
        final int hugeFlags = pages.isPooled() ?
            linux_h.MFD_HUGETLB() | pages.mapFlags() & ~linux_h.MAP_HUGETLB() : 0;
        try (Arena arena = Arena.ofConfined())
        {
            final long result = SystemCall.MEMFD_CREATE.invoke(arena.allocateFrom(name, PATH_CHARSET).address(),
                linux_h.MFD_CLOEXEC() | linux_h.MFD_ALLOW_SEALING() | hugeFlags);
            if (result < 0)
            {
                throw new NativeCallException("memfd_create", name + ", " + pages + " pages", (int)-result,
                    Advice.mapping(pages, 0, (int)-result));
            }
            return new NativeFile(name, pages, (int)result);
        }
    }

    private static NativeFile open(final Path path, final int flags)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment text = arena.allocateFrom(path.toString(), PATH_CHARSET);
            final long result = SystemCall.OPENAT.invoke(
                AT_FDCWD, text.address(), flags | linux_h.O_CLOEXEC(), OWNER_ONLY);
            if (result < 0)
            {
                throw new NativeCallException("open", path.toString(), (int)-result, Advice.file((int)-result));
            }
            return new NativeFile(path.toString(), Pages.BASE, (int)result);
        }
    }

    /**
     * The number by which the system knows it.
     *
     * @return the descriptor, good until {@link #close()}.
     * @throws IllegalStateException if it is closed.
     */
    public int descriptor()
    {
        if (isClosed)
        {
            throw new IllegalStateException(name + " is closed");
        }
        return descriptor;
    }

    /**
     * The path by which other processes of the same user, and others that have the right, can open it while it is open
     * here.
     *
     * @return a path under {@code /proc}.
     */
    public Path processPath()
    {
        return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", Integer.toString(descriptor()));
    }

    /**
     * How long it is.
     *
     * @return bytes.
     */
    public long lengthBytes()
    {
        return check("lseek", "end", SystemCall.LSEEK.invoke(descriptor(), 0, SEEK_END));
    }

    /**
     * Make it this long. What is added is zero, and takes no room yet: to write to it through a mapping ends the
     * process if there is none then. Use {@link #preallocate} for memory that is to be written to.
     *
     * @param lengthBytes to be had, not negative; a multiple of the page size for huge pages.
     * @throws IllegalArgumentException if it is none.
     * @throws NativeCallException      if the system refuses, for example because of a seal.
     * @see <a href="https://man7.org/linux/man-pages/man2/ftruncate.2.html">ftruncate(2)</a>
     */
    public void truncate(final long lengthBytes)
    {
        if (lengthBytes < 0 || pages.isPooled() && lengthBytes % pages.sizeBytes() != 0)
        {
            throw new IllegalArgumentException(name + " cannot be " + lengthBytes + " bytes long: that is no " +
                "multiple of " + (pages.isPooled() ? pages.sizeBytes() : 1) + " that is at least 0");
        }
        check("ftruncate", lengthBytes + " bytes", SystemCall.FTRUNCATE.invoke(descriptor(), lengthBytes));
    }

    /**
     * Make it at least this long and take the room for it now, so that a file system or a pool that is full is an error
     * here and not a signal at the first write to a mapping.
     *
     * @param lengthBytes to be had from its beginning, positive; a multiple of the page size for huge pages.
     * @throws IllegalArgumentException if it is none.
     * @throws NativeCallException      if there is no room, or the file system cannot do it.
     * @see <a href="https://man7.org/linux/man-pages/man2/fallocate.2.html">fallocate(2)</a>
     */
    public void preallocate(final long lengthBytes)
    {
        if (lengthBytes <= 0 || pages.isPooled() && lengthBytes % pages.sizeBytes() != 0)
        {
            throw new IllegalArgumentException(name + " cannot have room for " + lengthBytes +
                " bytes: that is no positive multiple of " + (pages.isPooled() ? pages.sizeBytes() : 1));
        }
        long result;
        int interruptions = 0;
        do
        {
            result = SystemCall.FALLOCATE.invoke(descriptor(), 0, 0, lengthBytes);
        }
        while (result == -linux_h.EINTR() && ++interruptions < MAX_INTERRUPTIONS);
        check("fallocate", lengthBytes + " bytes", result);
    }

    /**
     * Rule something out for good, for everybody. Only for files in memory.
     *
     * @param first to be ruled out.
     * @param more  to be ruled out.
     * @throws NativeCallException if it is no file in memory, sealed against further seals, or mapped for writing.
     * @see <a href="https://man7.org/linux/man-pages/man2/F_ADD_SEALS.2const.html">F_ADD_SEALS(2const)</a>
     */
    public void seal(final Seal first, final Seal... more)
    {
        final EnumSet<Seal> seals = EnumSet.of(first, more);
        final int flags = seals.stream().mapToInt((seal) -> seal.flag).reduce(0, (one, other) -> one | other);
        check("fcntl", "F_ADD_SEALS " + seals, SystemCall.FCNTL.invoke(descriptor(), F_ADD_SEALS, flags));
    }

    /**
     * What has been ruled out.
     *
     * @return the seals as the kernel has them now.
     * @throws NativeCallException if it is no file in memory.
     */
    public Set<Seal> seals()
    {
        final long flags = check("fcntl", "F_GET_SEALS", SystemCall.FCNTL.invoke(descriptor(), F_GET_SEALS, 0));
        final EnumSet<Seal> seals = EnumSet.noneOf(Seal.class);
        for (final Seal seal : Seal.values())
        {
            if ((flags & seal.flag) != 0)
            {
                seals.add(seal);
            }
        }
        return seals;
    }

    /**
     * Map a part of it, shared with whoever else maps it.
     *
     * @param arena       whose closing unmaps it.
     * @param offsetBytes of the part in the file, a multiple of the page size.
     * @param lengthBytes of the part, a positive multiple of the page size; within the file.
     * @param protection  {@link Protection#READ} or {@link Protection#READ_WRITE}.
     * @return the memory; read-only if the protection says so.
     * @throws IllegalArgumentException if offset or length are none of these.
     * @throws NativeCallException      if the system refuses.
     * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
     */
    public MemorySegment map(
        final Arena arena, final long offsetBytes, final long lengthBytes, final Protection protection)
    {
        pages.requireWholePages("a mapping of " + name, lengthBytes);
        final long fileBytes = lengthBytes();
        if (offsetBytes < 0 || offsetBytes % pages.sizeBytes() != 0 || lengthBytes > fileBytes - offsetBytes)
        {
            throw new IllegalArgumentException(name + " of " + fileBytes + " bytes has no " + lengthBytes +
                " bytes from byte " + offsetBytes + " on, which has to be a multiple of " + pages.sizeBytes() +
                ": make the file longer first (preallocate)");
        }
        final long address = PageMemory.map(
            lengthBytes, protection, linux_h.MAP_SHARED(), descriptor(), offsetBytes, pages);
        final MemorySegment segment = PageMemory.segment(arena, address, lengthBytes);
        return protection == Protection.READ_WRITE ? segment : segment.asReadOnly();
    }

    /**
     * Close the file. Its mappings remain. Does nothing if it is closed.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            // The descriptor is free afterwards whatever the answer: close(2).
            SystemCall.CLOSE.invoke(descriptor, 0);
        }
    }

    @Override
    public String toString()
    {
        return name;
    }

    private long check(final String call, final String arguments, final long result)
    {
        if (result < 0)
        {
            throw new NativeCallException(
                call, name + ", " + arguments, (int)-result, Advice.file((int)-result, pages));
        }
        return result;
    }
}
