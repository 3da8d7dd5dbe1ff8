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

import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.nativeaccess.MemoryAdvice;
import io.zetatron.nativeaccess.PageMemory;
import io.zetatron.nativeaccess.Pages;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Shadow memory that is reserved whole and takes memory only for the pages put aside, and only until the checkpoint is
 * written: then the system has it back. Needs Linux.
 * <p>
 * Its owner's account has all that it may take. {@link #close} it after its region's last checkpoint.
 */
public final class ReservedShadow implements ShadowMemory, AutoCloseable
{
    private final MemoryDomain domain;
    private final MemorySegment segment;
    private final long lengthBytes;

    private ReservedShadow(final MemoryDomain domain, final long lengthBytes)
    {
        this.domain = domain;
        this.lengthBytes = lengthBytes;
        segment = domain.allocate(Pages.BASE.roundUp(lengthBytes), (int)Pages.BASE.sizeBytes());
        if (Pages.TRANSPARENT_HUGE.isOffered())
        {
            // One page put aside is to take one page, where the system would rather give a huge one.
            PageMemory.advise(segment, MemoryAdvice.NO_HUGE_PAGE);
        }
    }

    /**
     * Reserve shadow memory. Nothing of it is in memory yet.
     *
     * @param owner       whose memory it is: the tag under which it is accounted.
     * @param lengthBytes of the region that it is for.
     * @param accounts    that keep the sum by owner.
     * @return the shadow memory.
     * @throws io.zetatron.nativeaccess.NativeCallException if the system refuses so large a mapping.
     */
    public static ReservedShadow create(final String owner, final long lengthBytes, final MemoryAccounts accounts)
    {
        final MemoryDomain domain = MemoryDomain.create(owner, Pages.BASE.roundUp(lengthBytes), accounts);
        try
        {
            return new ReservedShadow(domain, lengthBytes);
        }
        catch (final RuntimeException ex)
        {
            domain.close();
            throw ex;
        }
    }

    @Override
    public MemorySegment segment()
    {
        return segment;
    }

    @Override
    public void giveBack(final long offset, final long length)
    {
        Objects.checkFromIndexSize(offset, length, segment.byteSize());
        final long pageBytes = Pages.BASE.sizeBytes();
        final long begin = Pages.BASE.roundUp(offset);
        // What lies behind the region's end is nobody's, so that its last page goes whole.
        final long end =
            offset + length >= lengthBytes ? segment.byteSize() : (offset + length) / pageBytes * pageBytes;
        if (begin < end)
        {
            PageMemory.advise(segment.asSlice(begin, end - begin), MemoryAdvice.DONT_NEED);
        }
    }

    /**
     * Unmap the memory. Closing again does nothing.
     */
    @Override
    public void close()
    {
        domain.close();
    }
}
