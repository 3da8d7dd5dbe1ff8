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
package io.zetatron.nativeaccess.library;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A shared library as it lies in its file: read, not loaded. Nothing of it runs, so that a file that would crash or
 * hang the loader does not.
 *
 * @param path    of the file.
 * @param needed  names of the libraries that it needs itself.
 * @param exports names of what it defines for others.
 * @param strings of its symbol table, among them the names of symbol versions.
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
record ElfFile(Path path, List<String> needed, Set<String> exports, List<String> strings)
{
    static final int HEADER_LENGTH = 64;

    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int TYPE_RELOCATABLE = 1;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int TYPE_SHARED = 3;
    private static final int TYPE_CORE = 4;
    private static final int SEGMENT_LENGTH = 56;
    private static final int MAX_SEGMENTS = 256;
    private static final int SYMBOL_LENGTH = 24;
    private static final int MAX_TABLE_LENGTH = 64 * 1024 * 1024;

    private static final int SEGMENT_LOAD = 1;
    private static final int SEGMENT_DYNAMIC = 2;
    private static final int SEGMENT_INTERPRETER = 3;

    private static final int TAG_NEEDED = 1;
    private static final int TAG_HASH = 4;
    private static final int TAG_STRINGS = 5;
    private static final int TAG_SYMBOLS = 6;
    private static final int TAG_STRINGS_LENGTH = 10;
    private static final int TAG_NAME = 14;
    private static final int TAG_GNU_HASH = 0x6ffffef5;
    private static final int TAG_FLAGS = 0x6ffffffb;
    private static final int FLAG_EXECUTABLE = 0x08000000;

    /**
     * Read a library.
     *
     * @param path to read.
     * @return the library, which this process could load as far as its file tells.
     * @throws NotLoadableException if it is none, saying what it is.
     * @throws NoSuchFileException  if there is nothing at this path.
     */
    static ElfFile read(final Path path) throws NotLoadableException, NoSuchFileException
    {
        try
        {
            final BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile())
            {
                throw new NotLoadableException(wrong(attributes.isDirectory() ? "a folder" : "no regular file"));
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ))
            {
                return new Reader(channel).read(path);
            }
        }
        catch (final NoSuchFileException ex)
        {
            throw ex;
        }
        catch (final AccessDeniedException ex)
        {
            throw new NotLoadableException("this user may not read it (permission denied for " +
                System.getProperty("user.name") + "): needed is read permission on the file and its folders");
        }
        catch (final IOException ex)
        {
            throw new NotLoadableException("it cannot be read: " + ex.getMessage());
        }
        catch (final BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException |
            ArithmeticException ex)
        {
            throw new NotLoadableException(wrong("damaged: its tables point beyond what is there"));
        }
    }

    /**
     * Check the first bytes of a file that cannot be read at any place, such as a jar's entry.
     *
     * @param start of the file, {@value #HEADER_LENGTH} bytes if it has so many.
     */
    static void check(final byte[] start) throws NotLoadableException
    {
        header(ByteBuffer.wrap(start));
    }

    /**
     * The highest version that its strings tell, such as {@code GLIBC_2.36}.
     *
     * @param prefix of the strings that tell it.
     * @return the version without the prefix; empty if none tells.
     */
    String version(final String prefix)
    {
        return strings.stream()
            .filter((string) -> string.startsWith(prefix))
            .map((string) -> string.substring(prefix.length()))
            .filter((version) -> version.matches("\\d+(\\.\\d+)*"))
            .max(ElfFile::compareVersions)
            .orElse("");
    }

    static int compareVersions(final String one, final String other)
    {
        final String[] left = one.split("\\.");
        final String[] right = other.split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++)
        {
            final int order = Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]));
            if (order != 0)
            {
                return order;
            }
        }

        return Integer.compare(left.length, right.length);
    }

    private static String wrong(final String what)
    {
        return "it is " + what + ": needed is " + Machine.need();
    }

    private static ByteBuffer header(final ByteBuffer start) throws NotLoadableException
    {
        if (start.remaining() == 0)
        {
            throw new NotLoadableException(wrong("empty"));
        }
        if (start.remaining() < Integer.BYTES || start.getInt(0) != MAGIC)
        {
            throw new NotLoadableException(wrong(isText(start) ? "a text file" : "no ELF file"));
        }
        if (start.remaining() < HEADER_LENGTH)
        {
            throw new NotLoadableException(wrong("truncated, only " + start.remaining() + " bytes long"));
        }
        start.order(start.get(5) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        final Machine machine = Machine.of(Short.toUnsignedInt(start.getShort(18)));
        final int bits = start.get(4) == CLASS_64 ? 64 : 32;
        final int type = start.getShort(16);
        if (bits != 64 || machine.number() != Machine.current().number() || !Machine.isOrder(start.order()) ||
            type != TYPE_SHARED)
        {
            throw new NotLoadableException(wrong("a " + bits + "-bit " + machine.name() + " " + typeName(type)));
        }
        return start;
    }

    private static boolean isText(final ByteBuffer start)
    {
        for (int i = 0; i < start.remaining(); i++)
        {
            final byte b = start.get(i);
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t')
            {
                return false;
            }
        }

        return true;
    }

    private static String typeName(final int type)
    {
        return switch (type)
        {
            case TYPE_RELOCATABLE -> "object file";
            case TYPE_EXECUTABLE -> "executable";
            case TYPE_SHARED -> "shared library";
            case TYPE_CORE -> "core dump";
            default -> "ELF file of type " + type;
        };
    }

    /**
     * A part of the file that appears in memory at another place.
     */
    private record Segment(int type, long offset, long address, long length)
    {
        boolean holds(final long place)
        {
            return type == SEGMENT_LOAD && place >= address && place < address + length;
        }
    }

    /**
     * The entries of the dynamic section that matter here: addresses, 0 where there is none.
     */
    private static final class Dynamic
    {
        private final List<Long> needed = new ArrayList<>();
        private long hash;
        private long gnuHash;
        private long strings;
        private long stringsLength;
        private long symbols;
        private long flags;
        private boolean hasName;

        private Dynamic(final ByteBuffer section)
        {
            while (section.remaining() >= 2 * Long.BYTES)
            {
                final long tag = section.getLong();
                final long value = section.getLong();
                if (tag == 0)
                {
                    return;
                }
                put((int)tag, value);
            }
        }

        private void put(final int tag, final long value)
        {
            switch (tag)
            {
                case TAG_NEEDED -> needed.add(value);
                case TAG_HASH -> hash = value;
                case TAG_STRINGS -> strings = value;
                case TAG_SYMBOLS -> symbols = value;
                case TAG_STRINGS_LENGTH -> stringsLength = value;
                case TAG_NAME -> hasName = true;
                case TAG_GNU_HASH -> gnuHash = value;
                case TAG_FLAGS -> flags = value;
                default ->
                {
                }
            }
        }
    }

    /**
     * Reads one file; every place that the file names is checked before it is used.
     */
    private static final class Reader
    {
        private final FileChannel channel;
        private ByteOrder order;
        private List<Segment> segments;

        private Reader(final FileChannel channel)
        {
            this.channel = channel;
        }

        private ElfFile read(final Path path) throws IOException, NotLoadableException
        {
            final ByteBuffer header = header(bytes(0, Math.min(HEADER_LENGTH, channel.size())));
            order = header.order();
            segments = segments(header);
            final Segment section = segments.stream().filter((one) -> one.type == SEGMENT_DYNAMIC).findFirst()
                .orElseThrow(() -> new NotLoadableException(wrong("a static program")));
            final Dynamic dynamic = new Dynamic(bytes(section.offset, section.length));
            final boolean isStarted = segments.stream().anyMatch((one) -> one.type == SEGMENT_INTERPRETER);
            if ((dynamic.flags & FLAG_EXECUTABLE) != 0 || isStarted && !dynamic.hasName)
            {
                throw new NotLoadableException(wrong("an executable (position-independent)"));
            }
            final ByteBuffer table = at(dynamic.strings, dynamic.stringsLength);
            final byte[] strings = new byte[table.remaining()];
            table.get(strings);
            final List<String> needed = new ArrayList<>();
            for (final long place : dynamic.needed)
            {
                needed.add(string(strings, place));
            }
            return new ElfFile(path, List.copyOf(needed), exports(dynamic, strings), allStrings(strings));
        }

        private List<Segment> segments(final ByteBuffer header) throws IOException, NotLoadableException
        {
            final int count = Short.toUnsignedInt(header.getShort(56));
            if (header.getShort(54) != SEGMENT_LENGTH || count > MAX_SEGMENTS)
            {
                throw new NotLoadableException(wrong("damaged: " + count + " segments of " + header.getShort(54) +
                    " bytes"));
            }
            final ByteBuffer table = bytes(header.getLong(32), (long)count * SEGMENT_LENGTH);
            final List<Segment> found = new ArrayList<>();
            for (int i = 0; i < count; i++)
            {
                final int at = i * SEGMENT_LENGTH;
                final Segment segment = new Segment(
                    table.getInt(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32));
                // The loader would map such a segment, and the first look at its missing part would end the process.
                if (segment.type == SEGMENT_LOAD)
                {
                    demand(segment.offset, segment.length);
                }
                found.add(segment);
            }

            return found;
        }

        private Set<String> exports(final Dynamic dynamic, final byte[] strings)
            throws IOException, NotLoadableException
        {
            final int count = symbolCount(dynamic);
            final ByteBuffer symbols = at(dynamic.symbols, (long)count * SYMBOL_LENGTH);
            final Set<String> names = new HashSet<>();
            for (int i = 1; i < count; i++)
            {
                final int at = i * SYMBOL_LENGTH;
                final boolean isDefined = symbols.getShort(at + 6) != 0;
                final boolean isLocal = (symbols.get(at + 4) >> 4) == 0;
                if (isDefined && !isLocal)
                {
                    names.add(string(strings, Integer.toUnsignedLong(symbols.getInt(at))));
                }
            }

            return names;
        }

        private int symbolCount(final Dynamic dynamic) throws IOException, NotLoadableException
        {
            if (dynamic.hash != 0)
            {
                return at(dynamic.hash, 2 * Integer.BYTES).getInt(Integer.BYTES);
            }
            return dynamic.gnuHash == 0 ? 0 : gnuSymbolCount(dynamic.gnuHash);
        }

        /**
         * The GNU hash table does not say how many symbols there are: the last one's chain has to be followed.
         */
        private int gnuSymbolCount(final long address) throws IOException, NotLoadableException
        {
            final ByteBuffer head = at(address, 4 * Integer.BYTES);
            final int buckets = head.getInt(0);
            final int first = head.getInt(4);
            final long bucketsAt = address + 4 * Integer.BYTES + (long)head.getInt(8) * Long.BYTES;
            final ByteBuffer table = at(bucketsAt, (long)buckets * Integer.BYTES);
            int last = 0;
            for (int i = 0; i < buckets; i++)
            {
                last = Math.max(last, table.getInt(i * Integer.BYTES));
            }
            if (last < first)
            {
                return first;
            }
            final long chainAt = bucketsAt + (long)buckets * Integer.BYTES;
            while ((at(chainAt + (long)(last - first) * Integer.BYTES, Integer.BYTES).getInt(0) & 1) == 0)
            {
                last++;
            }

            return last + 1;
        }

        private ByteBuffer at(final long address, final long length) throws IOException, NotLoadableException
        {
            final Segment segment = segments.stream().filter((one) -> one.holds(address)).findFirst()
                .orElseThrow(() -> new NotLoadableException(wrong("damaged: nothing lies at " + address)));
            return bytes(segment.offset + address - segment.address, length);
        }

        private ByteBuffer bytes(final long offset, final long length) throws IOException, NotLoadableException
        {
            demand(offset, length);
            if (length > MAX_TABLE_LENGTH)
            {
                throw new NotLoadableException(wrong("damaged: a table of " + length + " bytes"));
            }
            final ByteBuffer bytes = ByteBuffer.allocate((int)length);
            int count = 1;
            while (bytes.hasRemaining() && count > 0)
            {
                count = channel.read(bytes, offset + bytes.position());
            }
            bytes.flip();
            return order == null ? bytes : bytes.order(order);
        }

        private void demand(final long offset, final long length) throws IOException, NotLoadableException
        {
            final long size = channel.size();
            if (offset < 0 || length < 0 || offset > size || length > size - offset)
            {
                throw new NotLoadableException(wrong("truncated, " + size + " bytes long where it says " +
                    Math.addExact(Math.max(offset, 0), Math.max(length, 0)) + " or more"));
            }
        }

        private static String string(final byte[] strings, final long place)
        {
            final int start = Math.toIntExact(place);
            int end = start;
            while (strings[end] != 0)
            {
                end++;
            }
            return new String(strings, start, end - start, StandardCharsets.UTF_8);
        }

        private static List<String> allStrings(final byte[] strings)
        {
            return List.of(new String(strings, StandardCharsets.UTF_8).split("\0"));
        }
    }
}
