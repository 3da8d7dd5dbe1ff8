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
package io.zetatron.memory.registry;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * What the processes that share a registry tell one another, in one mapped page: who holds it, what a writer is about
 * to do, how the index's file was left. Two ranges of the file are locked as well, by the operating system, which lets
 * go of them when a process dies however it dies: the first for each operation, the second, shared, for as long as a
 * process has the registry open.
 * <p>
 * Before a writer touches the index it notes here what it will write. Where a dead process has left such a note,
 * whoever comes next carries the index over to a new file and does what the note says: the entry is then the new one;
 * without a note the index was not touched, and the entry is the old one.
 * <p>
 * Not thread-safe: one thread of a process at a time. The file must not be opened a second time by the same process,
 * because closing any of its descriptors would give up all of the process's locks on it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>
 */
final class ControlFile implements AutoCloseable
{
    /** Raised when the layout of this file or of the entries changes, or Chronicle Map's does. */
    static final int FORMAT_VERSION = 1;
    static final int LENGTH_BYTES = 4096;
    static final int DIGEST_BYTES = 32;

    /** Nobody is in the middle of anything. */
    static final long IDLE = 0;
    /** A reader is inside the index: its death leaves nothing but the index's own lock. */
    static final long READING = 1;
    /** A writer is inside the index: the note says what it writes. */
    static final long WRITING = 2;

    static final int PUT = 1;
    static final int REMOVE = 2;

    private static final long MAGIC = 0x5453_4947_4552_545AL;
    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int HEADER_CRC_OFFSET = 12;
    private static final int CLEAN_OFFSET = 16;
    private static final int DATA_LENGTH_OFFSET = 24;
    private static final int DIGEST_OFFSET = 32;
    private static final int HEADER_END = DIGEST_OFFSET + DIGEST_BYTES;
    // What changes with each operation lies apart from what is covered by the header's checksum.
    private static final int COUNT_OFFSET = 128;
    private static final int COUNT_COMPLEMENT_OFFSET = 136;
    private static final int GENERATION_OFFSET = 144;
    private static final int HOLDER_PID_OFFSET = 192;
    private static final int HOLDER_START_OFFSET = 200;
    private static final int HOLDER_SINCE_OFFSET = 208;
    private static final int ACTIVITY_OFFSET = 256;
    private static final int ACTOR_PID_OFFSET = 264;
    private static final int NOTE_CRC_OFFSET = 320;
    private static final int NOTE_OPERATION_OFFSET = 324;
    private static final int NOTE_COUNT_OFFSET = 328;
    private static final int NOTE_KEY_OFFSET = 336;
    private static final int NOTE_VALUE_OFFSET = NOTE_KEY_OFFSET + EntryCodec.KEY_BYTES;
    private static final int NOTE_END = NOTE_VALUE_OFFSET + EntryCodec.VALUE_BYTES;

    private static final long OPERATION_LOCK = 0;
    private static final long USERS_LOCK = 1;
    private static final long SHORTEST_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path file;
    private final FileChannel channel;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer page;
    private final long pid = ProcessHandle.current().pid();
    private final long startEpochMs = RegistryEntry.startEpochMs(ProcessHandle.current());
    private FileLock operationLock;
    private FileLock usersLock;

    private ControlFile(final Path file, final FileChannel channel) throws IOException
    {
        this.file = file;
        this.channel = channel;
        mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH_BYTES);
        page = new UnsafeBuffer(mapped);
    }

    /**
     * Open the file, making it one page long if it is shorter.
     *
     * @param file to open or create.
     * @return the file, not locked.
     * @throws IOException if it cannot be opened, made or mapped.
     */
    static ControlFile open(final Path file) throws IOException
    {
        final FileChannel channel = FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try
        {
            for (long position = channel.size(); position < LENGTH_BYTES;)
            {
                // Written and not only set: a store into a page that the disk has no room for would end the JVM.
                position += channel.write(ByteBuffer.allocate((int)(LENGTH_BYTES - position)), position);
            }
            return new ControlFile(file, channel);
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            channel.close();
            throw ex;
        }
    }

    /**
     * Take the registry for one operation.
     *
     * @param timeoutNs longest wait.
     * @return true, or false if another process did not let go of it in time.
     * @throws IOException if the file cannot be locked at all.
     */
    boolean lock(final long timeoutNs) throws IOException
    {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        long waitNs = SHORTEST_WAIT_NS;
        while ((operationLock = tryLock(OPERATION_LOCK, false)) == null)
        {
            if (System.nanoTime() - deadlineNs >= 0)
            {
                return false;
            }
            LockSupport.parkNanos(waitNs);
            waitNs = Math.min(2 * waitNs, LONGEST_WAIT_NS);
        }
        page.putLong(HOLDER_PID_OFFSET, pid);
        page.putLong(HOLDER_START_OFFSET, startEpochMs);
        page.putLongRelease(HOLDER_SINCE_OFFSET, System.currentTimeMillis());
        return true;
    }

    void unlock() throws IOException
    {
        operationLock.release();
        operationLock = null;
    }

    /**
     * Whether no other process has the registry open; belongs between {@link #lock} and {@link #unlock}, and gives up
     * what {@link #join} took.
     */
    boolean isOnlyUser() throws IOException
    {
        leave();
        usersLock = tryLock(USERS_LOCK, false);
        return usersLock != null;
    }

    /**
     * Say that this process has the registry open.
     */
    void join() throws IOException
    {
        leave();
        // The operation lock is held, and only its holder takes this one exclusively.
        usersLock = tryLock(USERS_LOCK, true);
        if (usersLock == null)
        {
            throw new RegistryException("registry " + file + ": another program holds byte " + USERS_LOCK +
                " of it locked; find it with: lslocks");
        }
    }

    private void leave() throws IOException
    {
        if (usersLock != null)
        {
            usersLock.release();
            usersLock = null;
        }
    }

    private FileLock tryLock(final long position, final boolean isShared) throws IOException
    {
        try
        {
            return channel.tryLock(position, 1, isShared);
        }
        catch (final OverlappingFileLockException ignore)
        {
            return null;
        }
    }

    /**
     * Who took the registry last, and so holds it if it is held.
     */
    String holder()
    {
        final long holderPid = page.getLong(HOLDER_PID_OFFSET);
        final long heldMs = System.currentTimeMillis() - page.getLongVolatile(HOLDER_SINCE_OFFSET);
        return name(holderPid, page.getLong(HOLDER_START_OFFSET)) + " since " + Math.max(0, heldMs) + " ms";
    }

    /**
     * The process that was inside the index when it died.
     */
    long actorPid()
    {
        return page.getLong(ACTOR_PID_OFFSET);
    }

    private static String name(final long pid, final long startEpochMs)
    {
        final String command = ProcessHandle.of(pid)
            .filter((process) -> startEpochMs == 0 || RegistryEntry.startEpochMs(process) == startEpochMs)
            .map((process) -> process.info().command().orElse("running"))
            .orElse("no longer there");
        return "process " + pid + " (" + command + ")";
    }

    /**
     * Whether nothing was written yet but who holds it: it is new, or whoever made it died then.
     */
    boolean isBlank()
    {
        return page.getLong(MAGIC_OFFSET) == 0 && page.getInt(HEADER_CRC_OFFSET) == 0;
    }

    /**
     * Whether the header is one, of any version.
     */
    boolean isWhole()
    {
        return page.getLong(MAGIC_OFFSET) == MAGIC && page.getInt(HEADER_CRC_OFFSET) == headerChecksum();
    }

    int version()
    {
        return page.getInt(VERSION_OFFSET);
    }

    /**
     * Whether the last user closed the registry.
     */
    boolean isClean()
    {
        return page.getLong(CLEAN_OFFSET) == 1;
    }

    long dataLengthBytes()
    {
        return page.getLong(DATA_LENGTH_OFFSET);
    }

    byte[] digest()
    {
        final byte[] digest = new byte[DIGEST_BYTES];
        page.getBytes(DIGEST_OFFSET, digest);
        return digest;
    }

    /**
     * Note that the registry is in use: until {@link #writeClosed}, the index's file is not as the header says.
     */
    void writeOpen()
    {
        writeHeader(0, 0, new byte[DIGEST_BYTES]);
    }

    /**
     * Note how the last user leaves the index's file.
     */
    void writeClosed(final long dataLengthBytes, final byte[] digest)
    {
        writeHeader(1, dataLengthBytes, digest);
        mapped.force();
    }

    private void writeHeader(final long clean, final long dataLengthBytes, final byte[] digest)
    {
        page.putLong(MAGIC_OFFSET, MAGIC);
        page.putInt(VERSION_OFFSET, FORMAT_VERSION);
        page.putLong(CLEAN_OFFSET, clean);
        page.putLong(DATA_LENGTH_OFFSET, dataLengthBytes);
        page.putBytes(DIGEST_OFFSET, digest);
        page.putIntRelease(HEADER_CRC_OFFSET, headerChecksum());
    }

    private int headerChecksum()
    {
        return checksum(VERSION_OFFSET, HEADER_CRC_OFFSET, CLEAN_OFFSET, HEADER_END);
    }

    /**
     * Make it as if new, but for the locks.
     */
    void clear()
    {
        page.setMemory(0, LENGTH_BYTES, (byte)0);
    }

    byte[] content()
    {
        final byte[] content = new byte[LENGTH_BYTES];
        page.getBytes(0, content);
        return content;
    }

    /**
     * How often the index's file was replaced: a process that has another number in mind must open it again.
     */
    long generation()
    {
        return page.getLongVolatile(GENERATION_OFFSET);
    }

    void generation(final long generation)
    {
        page.putLongRelease(GENERATION_OFFSET, generation);
    }

    /**
     * Entries in the index.
     *
     * @return how many, or -1 if that is not known.
     */
    int count()
    {
        final long count = page.getLong(COUNT_OFFSET);
        return count == ~page.getLong(COUNT_COMPLEMENT_OFFSET) && count >= 0 && count <= Registry.MAX_ENTRIES ?
            (int)count : -1;
    }

    void count(final int count)
    {
        page.putLong(COUNT_OFFSET, count);
        page.putLongRelease(COUNT_COMPLEMENT_OFFSET, ~(long)count);
    }

    long activity()
    {
        return page.getLongVolatile(ACTIVITY_OFFSET);
    }

    /**
     * Say what this process does inside the index. A volatile store: neither the note before it nor the index's bytes
     * after it may pass it, whoever stops the process where.
     */
    void activity(final long activity)
    {
        page.putLong(ACTOR_PID_OFFSET, pid);
        page.putLongVolatile(ACTIVITY_OFFSET, activity);
    }

    /**
     * Note what will be written; valid from {@link #activity} on.
     *
     * @param operation  {@link #PUT} or {@link #REMOVE}.
     * @param countAfter entries that there will be.
     * @param key        of the entry.
     * @param value      of the entry, for {@link #PUT}.
     */
    void note(final int operation, final int countAfter, final byte[] key, final byte[] value)
    {
        page.putInt(NOTE_OPERATION_OFFSET, operation);
        page.putLong(NOTE_COUNT_OFFSET, countAfter);
        page.putBytes(NOTE_KEY_OFFSET, key);
        page.putBytes(NOTE_VALUE_OFFSET, value);
        page.putInt(NOTE_CRC_OFFSET, noteChecksum());
    }

    /**
     * Whether a dead writer has left a note that can be followed.
     */
    boolean hasNote()
    {
        final int operation = page.getInt(NOTE_OPERATION_OFFSET);
        return activity() == WRITING && (operation == PUT || operation == REMOVE) &&
            page.getInt(NOTE_CRC_OFFSET) == noteChecksum();
    }

    int noteOperation()
    {
        return page.getInt(NOTE_OPERATION_OFFSET);
    }

    int noteCount()
    {
        return (int)page.getLong(NOTE_COUNT_OFFSET);
    }

    byte[] noteKey()
    {
        final byte[] key = new byte[EntryCodec.KEY_BYTES];
        page.getBytes(NOTE_KEY_OFFSET, key);
        return key;
    }

    byte[] noteValue()
    {
        final byte[] value = new byte[EntryCodec.VALUE_BYTES];
        page.getBytes(NOTE_VALUE_OFFSET, value);
        return value;
    }

    private int noteChecksum()
    {
        return checksum(NOTE_OPERATION_OFFSET, NOTE_END, NOTE_END, NOTE_END);
    }

    private int checksum(final int begin, final int end, final int secondBegin, final int secondEnd)
    {
        final CRC32C crc = new CRC32C();
        final byte[] content = content();
        crc.update(content, begin, end - begin);
        crc.update(content, secondBegin, secondEnd - secondBegin);
        return (int)crc.getValue();
    }

    /**
     * Unmap and close, which gives up all locks.
     */
    @Override
    public void close() throws IOException
    {
        page.wrap(0, 0);
        IoUtil.unmap(mapped);
        channel.close();
    }
}
