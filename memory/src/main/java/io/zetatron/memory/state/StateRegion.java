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
package io.zetatron.memory.state;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A region of a block's state, over memory that it is given. All writes go through it, so that it knows which pages
 * have changed and can keep a page as it was until a checkpoint has copied it.
 * <p>
 * Numbers are little-endian and lie at multiples of their own length. A write to a page that was written since the last
 * checkpoint costs one load and one compare more than the store; the first one after that, while the checkpoint has not
 * copied the page yet, copies it aside. No write ever waits.
 * <p>
 * One thread writes, the block's; it is also the one that begins checkpoints, and seals. Reads by other threads are
 * plain reads: they see what happens to be there.
 */
public final class StateRegion
{
    /**
     * Page size unless another is chosen.
     */
    public static final int PAGE_BYTES_DEFAULT = 4096;

    /**
     * The smallest page.
     */
    public static final int MIN_PAGE_BYTES = 64;

    /**
     * The largest page.
     */
    public static final int MAX_PAGE_BYTES = 2 * 1024 * 1024;

    /**
     * The most pages of a region.
     */
    public static final int MAX_PAGES = 1 << 25;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final StateSchema schema;
    private final MemorySegment memory;
    private final MemorySegment view;
    private final long lengthBytes;
    private final int pageBytes;
    private final PageBarrier barrier;
    private Sha256[] sealedHashes;
    private StateCheckpointer checkpointer;

    private StateRegion(final StateSchema schema, final MemorySegment memory, final ShadowMemory shadow,
        final int pageBytes)
    {
        this.schema = schema;
        this.memory = memory;
        this.view = memory.asReadOnly();
        this.lengthBytes = memory.byteSize();
        this.pageBytes = pageBytes;
        this.barrier = new PageBarrier(schema.name(), memory, shadow, pageBytes);
    }

    /**
     * Declare a region with pages of {@link #PAGE_BYTES_DEFAULT}.
     *
     * @param schema what it is.
     * @param memory of the region, aligned to 8 bytes; nobody else may write to it from now on.
     * @param shadow at least as long, for pages that are put aside during a checkpoint.
     * @return the region, with what is in the memory.
     */
    public static StateRegion over(final StateSchema schema, final MemorySegment memory, final ShadowMemory shadow)
    {
        return over(schema, memory, shadow, PAGE_BYTES_DEFAULT);
    }

    /**
     * Declare a region.
     *
     * @param schema    what it is.
     * @param memory    of the region, aligned to 8 bytes; nobody else may write to it from now on.
     * @param shadow    at least as long, for pages that are put aside during a checkpoint.
     * @param pageBytes the unit in which changes are tracked and saved: a power of two from {@link #MIN_PAGE_BYTES} to
     *                  {@link #MAX_PAGE_BYTES}.
     * @return the region, with what is in the memory.
     */
    public static StateRegion over(final StateSchema schema, final MemorySegment memory, final ShadowMemory shadow,
        final int pageBytes)
    {
        check(schema, memory, pageBytes);
        final long length = memory.byteSize();
        final Thread other = Thread.ofPlatform().unstarted(() -> {});
        if (!memory.isAccessibleBy(other) || !shadow.segment().isAccessibleBy(other))
        {
            throw new IllegalArgumentException("state region " + schema.name() +
                ": its memory and shadow belong to one thread: take them from a shared arena");
        }
        final MemorySegment shadowSegment = shadow.segment();
        if (shadowSegment.isReadOnly() || shadowSegment.byteSize() < length ||
            shadowSegment.asOverlappingSlice(memory).isPresent())
        {
            throw new IllegalArgumentException("state region " + schema.name() + ": the shadow of " +
                shadowSegment.byteSize() + " bytes must be writable, apart from the region, and at least " + length +
                " bytes long");
        }
        return new StateRegion(schema, memory, shadow, pageBytes);
    }

    /**
     * Declare a region of which no checkpoint will be taken, so that it needs no shadow: for a block that runs where
     * nothing is kept.
     *
     * @param schema what it is.
     * @param memory of the region, aligned to 8 bytes; nobody else may write to it from now on.
     * @return the region, with what is in the memory; no checkpointer takes it.
     */
    public static StateRegion unsaved(final StateSchema schema, final MemorySegment memory)
    {
        check(schema, memory, PAGE_BYTES_DEFAULT);
        return new StateRegion(schema, memory, null, PAGE_BYTES_DEFAULT);
    }

    private static void check(final StateSchema schema, final MemorySegment memory, final int pageBytes)
    {
        if (Integer.bitCount(pageBytes) != 1 || pageBytes < MIN_PAGE_BYTES || pageBytes > MAX_PAGE_BYTES)
        {
            throw new IllegalArgumentException("state region " + schema.name() + ": pages of " + pageBytes +
                " bytes: choose a power of two from " + MIN_PAGE_BYTES + " to " + MAX_PAGE_BYTES);
        }
        final long length = memory.byteSize();
        if (length == 0 || length > (long)MAX_PAGES * pageBytes)
        {
            throw new IllegalArgumentException("state region " + schema.name() + ": " + length + " bytes in pages of " +
                pageBytes + ": choose 1 to " + (long)MAX_PAGES * pageBytes + " bytes, or larger pages");
        }
        if (memory.isReadOnly() || memory.maxByteAlignment() < Long.BYTES)
        {
            throw new IllegalArgumentException("state region " + schema.name() +
                ": its memory must be writable and begin at a multiple of " + Long.BYTES);
        }
    }

    /**
     * What it is.
     *
     * @return as declared.
     */
    public StateSchema schema()
    {
        return schema;
    }

    /**
     * Its length.
     *
     * @return bytes.
     */
    public long lengthBytes()
    {
        return lengthBytes;
    }

    /**
     * The unit of tracking.
     *
     * @return bytes.
     */
    public int pageBytes()
    {
        return pageBytes;
    }

    /**
     * Its length in pages, the last of which may be shorter than the others.
     *
     * @return number of pages.
     */
    public int pages()
    {
        return barrier.pages();
    }

    /**
     * Write a number.
     *
     * @param offset a multiple of 8.
     * @param value  to write.
     */
    public void putLong(final long offset, final long value)
    {
        Objects.checkFromIndexSize(offset, Long.BYTES, lengthBytes);
        barrier.beforeWrite(offset);
        memory.set(LONG, offset, value);
    }

    /**
     * Write a number.
     *
     * @param offset a multiple of 4.
     * @param value  to write.
     */
    public void putInt(final long offset, final int value)
    {
        Objects.checkFromIndexSize(offset, Integer.BYTES, lengthBytes);
        barrier.beforeWrite(offset);
        memory.set(INT, offset, value);
    }

    /**
     * Write a number.
     *
     * @param offset a multiple of 8.
     * @param value  to write.
     */
    public void putDouble(final long offset, final double value)
    {
        Objects.checkFromIndexSize(offset, Double.BYTES, lengthBytes);
        barrier.beforeWrite(offset);
        memory.set(DOUBLE, offset, value);
    }

    /**
     * Write a number.
     *
     * @param offset a multiple of 4.
     * @param value  to write.
     */
    public void putFloat(final long offset, final float value)
    {
        Objects.checkFromIndexSize(offset, Float.BYTES, lengthBytes);
        barrier.beforeWrite(offset);
        memory.set(FLOAT, offset, value);
    }

    /**
     * Write a byte.
     *
     * @param offset where.
     * @param value  to write.
     */
    public void putByte(final long offset, final byte value)
    {
        Objects.checkIndex(offset, lengthBytes);
        barrier.beforeWrite(offset);
        memory.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    /**
     * Write bytes.
     *
     * @param offset       where.
     * @param source       of the bytes.
     * @param sourceOffset of the first.
     * @param length       how many; may be 0.
     */
    public void putBytes(final long offset, final byte[] source, final int sourceOffset, final int length)
    {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        beforeWrite(offset, length);
        MemorySegment.copy(source, sourceOffset, memory, ValueLayout.JAVA_BYTE, offset, length);
    }

    /**
     * Write what another segment holds.
     *
     * @param offset       where.
     * @param source       of the bytes.
     * @param sourceOffset of the first.
     * @param length       how many; may be 0.
     */
    public void copyFrom(final long offset, final MemorySegment source, final long sourceOffset, final long length)
    {
        Objects.checkFromIndexSize(sourceOffset, length, source.byteSize());
        beforeWrite(offset, length);
        MemorySegment.copy(source, sourceOffset, memory, offset, length);
    }

    /**
     * Write one byte everywhere in a range.
     *
     * @param offset where.
     * @param length how many; may be 0.
     * @param value  to write.
     */
    public void setMemory(final long offset, final long length, final byte value)
    {
        beforeWrite(offset, length);
        // By words, because MemorySegment.fill wants a slice, and that is an object.
        final long words = (value & 0xFFL) * 0x0101_0101_0101_0101L;
        final long end = offset + length;
        long at = offset;
        for (; at < end && (at & Long.BYTES - 1) != 0; at++)
        {
            memory.set(ValueLayout.JAVA_BYTE, at, value);
        }
        for (; at <= end - Long.BYTES; at += Long.BYTES)
        {
            memory.set(LONG, at, words);
        }
        for (; at < end; at++)
        {
            memory.set(ValueLayout.JAVA_BYTE, at, value);
        }
    }

    /**
     * A range to write to directly. All of its pages count as written, so ask for no more than is going to be.
     * <p>
     * <b>The slice must not be written to after the next checkpoint has begun</b>: such a write is in no checkpoint,
     * or in the wrong one. Ask again after each safe point.
     *
     * @param offset where.
     * @param length how many bytes.
     * @return the range, writable.
     */
    public MemorySegment write(final long offset, final long length)
    {
        beforeWrite(offset, length);
        return memory.asSlice(offset, length);
    }

    private void beforeWrite(final long offset, final long length)
    {
        Objects.checkFromIndexSize(offset, length, lengthBytes);
        if (length > 0)
        {
            barrier.beforeWrite(offset, length);
        }
    }

    /**
     * Read a number.
     *
     * @param offset a multiple of 8.
     * @return what is there.
     */
    public long getLong(final long offset)
    {
        return memory.get(LONG, offset);
    }

    /**
     * Read a number.
     *
     * @param offset a multiple of 4.
     * @return what is there.
     */
    public int getInt(final long offset)
    {
        return memory.get(INT, offset);
    }

    /**
     * Read a number.
     *
     * @param offset a multiple of 8.
     * @return what is there.
     */
    public double getDouble(final long offset)
    {
        return memory.get(DOUBLE, offset);
    }

    /**
     * Read a number.
     *
     * @param offset a multiple of 4.
     * @return what is there.
     */
    public float getFloat(final long offset)
    {
        return memory.get(FLOAT, offset);
    }

    /**
     * Read a byte.
     *
     * @param offset where.
     * @return what is there.
     */
    public byte getByte(final long offset)
    {
        return memory.get(ValueLayout.JAVA_BYTE, offset);
    }

    /**
     * Read bytes.
     *
     * @param offset       where.
     * @param target       to fill.
     * @param targetOffset where to begin in it.
     * @param length       how many.
     */
    public void getBytes(final long offset, final byte[] target, final int targetOffset, final int length)
    {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, target, targetOffset, length);
    }

    /**
     * The whole region to read.
     *
     * @return a segment that refuses to be written to.
     */
    public MemorySegment view()
    {
        return view;
    }

    /**
     * Refuse all writes from now on, and keep the hash of each page for a {@link Scrubber}. Hashes the whole region, so
     * it belongs to start-up. What was not checkpointed before still is in the next one. Sealing again does nothing.
     */
    public void seal()
    {
        if (sealedHashes == null)
        {
            barrier.seal();
            final byte[] page = new byte[pageBytes];
            final Sha256[] hashes = new Sha256[pages()];
            for (int i = 0; i < hashes.length; i++)
            {
                hashes[i] = hash(i, page);
            }
            sealedHashes = hashes;
        }
    }

    /**
     * Whether writes are refused.
     *
     * @return true after {@link #seal}.
     */
    public boolean isSealed()
    {
        return barrier.isSealed();
    }

    /**
     * How many pages the next incremental checkpoint would save. To be asked by the block's thread while no checkpoint
     * is being written.
     *
     * @return number of pages.
     */
    public int dirtyPages()
    {
        return barrier.dirtyPages();
    }

    /**
     * How often a page was put aside because a checkpoint had not copied it before it was written to.
     *
     * @return number of pages.
     */
    public long shadowedPages()
    {
        return barrier.shadowed();
    }

    int pageLengthBytes(final int page)
    {
        return barrier.lengthBytes(page);
    }

    Sha256 sealedHash(final int page)
    {
        return sealedHashes[page];
    }

    Sha256 hash(final int page, final byte[] buffer)
    {
        final int length = barrier.lengthBytes(page);
        getBytes((long)page * pageBytes, buffer, 0, length);
        return Sha256.of(buffer, 0, length);
    }

    PageBarrier barrier()
    {
        return barrier;
    }

    /**
     * What only restoring may use.
     */
    MemorySegment memory()
    {
        return memory;
    }

    void attach(final StateCheckpointer owner)
    {
        if (!barrier.hasShadow())
        {
            throw new IllegalStateException("state region " + schema.name() +
                " is declared as unsaved: declare it over memory and a shadow to take checkpoints of it");
        }
        if (checkpointer != null)
        {
            throw new IllegalStateException("state region " + schema.name() + " is checkpointed already, into " +
                checkpointer.folder() + ": close that checkpointer first");
        }
        checkpointer = owner;
    }

    void detach(final StateCheckpointer owner)
    {
        if (checkpointer == owner)
        {
            checkpointer = null;
        }
    }

    @Override
    public String toString()
    {
        return "StateRegion{" + schema + ", lengthBytes=" + lengthBytes + ", pageBytes=" + pageBytes + "}";
    }
}
