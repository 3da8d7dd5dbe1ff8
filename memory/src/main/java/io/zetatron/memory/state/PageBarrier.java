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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The write barrier of one region: knows which pages have been written since the last checkpoint, and keeps a
 * snapshot's pages as they were while the block goes on writing.
 * <p>
 * Two threads take part. The <b>writer</b> owns the region; it calls {@link #beforeWrite} before each write and
 * {@link #begin} at a safe point. The <b>copier</b> takes each page of the snapshot with {@link #copy}, between a
 * {@link #begin} and a {@link #finish}; the hand-over between the two, a release and an acquire, is the caller's.
 * <p>
 * For each page of the snapshot there is one bit in {@code pending}, and whoever clears it has decided where the page
 * as it was at the safe point is to be found: cleared by the copier, it is in the copier's copy; cleared by the writer,
 * it is in the shadow. Each makes its copy before it clears the bit, and drops it if the other was first, so that
 * nobody ever waits for the other. The writer changes a page only after the bit is clear.
 */
final class PageBarrier
{
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SHADOWED;

    static
    {
        try
        {
            SHADOWED = MethodHandles.lookup().findVarHandle(PageBarrier.class, "shadowed", long.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final String name;
    private final MemorySegment memory;
    private final ShadowMemory shadowMemory;
    private final MemorySegment shadow;
    private final int pageBytes;
    private final int pageShift;
    private final int pages;

    // The writer's: written since the last begin; written before it but not in a snapshot.
    private final long[] dirty;
    private final long[] carried;
    // Both threads': of the snapshot, not copied yet.
    private final long[] pending;
    // The writer's until begin returns, then the copier's until finish.
    private final long[] snapshot;
    private boolean isUnsaved;

    private boolean isSealed;
    private long shadowed;
    private volatile boolean isShadowTouched;

    /**
     * @param shadowMemory null where no snapshot will ever be taken: only {@link #begin} makes pages pending.
     */
    PageBarrier(final String name, final MemorySegment memory, final ShadowMemory shadowMemory, final int pageBytes)
    {
        this.name = name;
        this.memory = memory;
        this.shadowMemory = shadowMemory;
        this.shadow = shadowMemory == null ? null : shadowMemory.segment();
        this.pageBytes = pageBytes;
        this.pageShift = Integer.numberOfTrailingZeros(pageBytes);
        this.pages = (int)((memory.byteSize() + pageBytes - 1) >>> pageShift);
        this.dirty = PageSets.create(pages);
        this.carried = PageSets.create(pages);
        this.pending = PageSets.create(pages);
        this.snapshot = PageSets.create(pages);
    }

    boolean hasShadow()
    {
        return shadowMemory != null;
    }

    int pages()
    {
        return pages;
    }

    int lengthBytes(final int page)
    {
        return (int)Math.min(pageBytes, memory.byteSize() - ((long)page << pageShift));
    }

    /**
     * To be called by the writer before it writes to a page. A page that was written since the last begin costs one
     * load and one compare.
     */
    void beforeWrite(final long offset)
    {
        final int page = (int)(offset >>> pageShift);
        if ((dirty[page >>> 6] & 1L << page) == 0)
        {
            beforeFirstWrite(page);
        }
    }

    /**
     * The same for all pages of a range, which must lie in the region and not be empty.
     */
    void beforeWrite(final long offset, final long lengthBytes)
    {
        final int last = (int)((offset + lengthBytes - 1) >>> pageShift);
        for (int page = (int)(offset >>> pageShift); page <= last; page++)
        {
            if ((dirty[page >>> 6] & 1L << page) == 0)
            {
                beforeFirstWrite(page);
            }
        }
    }

    private void beforeFirstWrite(final int page)
    {
        if (isSealed)
        {
            throw new IllegalStateException("state region " + name + " is sealed: it cannot be written to any more");
        }
        final int word = page >>> 6;
        final long bit = 1L << page;
        // Pairs with the copier's getAndBitwiseAnd: where the bit is clear, the copier has read all of the page.
        if (((long)WORD.getAcquire(pending, word) & bit) != 0)
        {
            putAside(page, word, bit);
        }
        dirty[word] |= bit;
    }

    private void putAside(final int page, final int word, final long bit)
    {
        final long offset = (long)page << pageShift;
        isShadowTouched = true;
        MemorySegment.copy(memory, offset, shadow, offset, lengthBytes(page));
        // Releases the copy to the copier, which acquires it by clearing in vain; acquires, if in vain, the copier's.
        if (((long)WORD.getAndBitwiseAnd(pending, word, ~bit) & bit) != 0)
        {
            SHADOWED.setOpaque(this, shadowed + 1);
        }
    }

    /**
     * Make the pages written since the last snapshot that was saved, or all, the snapshot. By the writer at a safe
     * point, while no copying is under way. Takes one pass over the words of the sets.
     *
     * @return how many pages the snapshot has.
     */
    int begin(final boolean isFull)
    {
        int count = 0;
        for (int word = 0; word < dirty.length; word++)
        {
            final long taken = isFull ? PageSets.allOf(pages, word) :
                dirty[word] | carried[word] | (isUnsaved ? snapshot[word] : 0);
            snapshot[word] = taken;
            pending[word] = taken;
            dirty[word] = 0;
            carried[word] = 0;
            count += Long.bitCount(taken);
        }
        isUnsaved = true;
        return count;
    }

    /**
     * The pages of the snapshot; the copier's to read until {@link #finish}.
     */
    long[] snapshot()
    {
        return snapshot;
    }

    /**
     * Take a page of the snapshot as it was at the safe point. By the copier, once a snapshot and page.
     */
    void copy(final int page, final byte[] into, final int at)
    {
        final int word = page >>> 6;
        final long bit = 1L << page;
        final long offset = (long)page << pageShift;
        final MemorySegment target = MemorySegment.ofArray(into);
        // Pairs with the writer's getAndBitwiseAnd: where the bit is clear, the shadow is whole.
        if (((long)WORD.getAcquire(pending, word) & bit) != 0)
        {
            MemorySegment.copy(memory, offset, target, at, lengthBytes(page));
            // Releases what was read to the writer, which changes the page only after it has seen the bit clear.
            if (((long)WORD.getAndBitwiseAnd(pending, word, ~bit) & bit) != 0)
            {
                return;
            }
        }
        MemorySegment.copy(shadow, offset, target, at, lengthBytes(page));
    }

    /**
     * End the copying. Pages of a snapshot that was not saved are in the next one. By the copier.
     */
    void finish(final boolean isSaved)
    {
        if (isSaved)
        {
            isUnsaved = false;
        }
        else
        {
            for (int word = 0; word < pending.length; word++)
            {
                // The writer need not put pages aside any more; if it does so still, nobody reads them.
                WORD.setOpaque(pending, word, 0L);
            }
        }
        if (isShadowTouched)
        {
            isShadowTouched = false;
            shadowMemory.giveBack(0, memory.byteSize());
        }
    }

    /**
     * Refuse writes from now on. What is dirty stays so. By the writer.
     */
    void seal()
    {
        for (int word = 0; word < dirty.length; word++)
        {
            carried[word] |= dirty[word];
            dirty[word] = 0;
        }
        isSealed = true;
    }

    boolean isSealed()
    {
        return isSealed;
    }

    /**
     * Take the region as saved. By the writer, while no copying is under way.
     */
    void clean()
    {
        Arrays.fill(dirty, 0);
        Arrays.fill(carried, 0);
        isUnsaved = false;
    }

    /**
     * How many pages the next snapshot has as it stands. By the writer, while no copying is under way.
     */
    int dirtyPages()
    {
        int count = 0;
        for (int word = 0; word < dirty.length; word++)
        {
            count += Long.bitCount(dirty[word] | carried[word] | (isUnsaved ? snapshot[word] : 0));
        }
        return count;
    }

    /**
     * How many pages were put aside because the writer was faster than the copier.
     */
    long shadowed()
    {
        return (long)SHADOWED.getOpaque(this);
    }
}
