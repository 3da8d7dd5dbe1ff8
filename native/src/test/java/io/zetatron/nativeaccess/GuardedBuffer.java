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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Buffers for tests whose one end is the end of the memory there is: native code that reads or writes one byte too far
 * ends the process at once (SIGSEGV), instead of finding something that happens to be there. The segment itself has
 * exactly the length that was asked for, so that Java is checked as always.
 * <p>
 * Both ends cannot be tight at the same time, because memory is protected in whole pages. What is left of the pages at
 * the other end is filled with {@link #FILL}, and has to be so when it is looked at with {@link #isSlackIntact}.
 */
public final class GuardedBuffer
{
    /** What the room between the loose end and its guard page is filled with. */
    public static final byte FILL = (byte)0xA5;

    private final MemorySegment segment;
    private final MemorySegment slack;

    private GuardedBuffer(final MemorySegment segment, final MemorySegment slack)
    {
        this.segment = segment;
        this.slack = slack.fill(FILL);
    }

    /**
     * A buffer behind whose last byte no memory is.
     *
     * @param arena       whose closing frees it.
     * @param lengthBytes positive. It is aligned to the largest power of two, up to a page, that divides this.
     * @return the buffer, filled with zeros.
     */
    public static GuardedBuffer endingAtGuard(final Arena arena, final long lengthBytes)
    {
        final MemorySegment room = guardedRoom(arena, lengthBytes);
        final long slackBytes = room.byteSize() - lengthBytes;
        return new GuardedBuffer(room.asSlice(slackBytes), room.asSlice(0, slackBytes));
    }

    /**
     * A buffer before whose first byte no memory is.
     *
     * @param arena       whose closing frees it.
     * @param lengthBytes positive.
     * @return the buffer, filled with zeros and aligned to a page.
     */
    public static GuardedBuffer beginningAtGuard(final Arena arena, final long lengthBytes)
    {
        final MemorySegment room = guardedRoom(arena, lengthBytes);
        return new GuardedBuffer(room.asSlice(0, lengthBytes), room.asSlice(lengthBytes));
    }

    /**
     * The buffer.
     *
     * @return memory of exactly the length that was asked for.
     */
    public MemorySegment segment()
    {
        return segment;
    }

    /**
     * Whether nothing was written beyond the loose end.
     *
     * @return true if the room there is as it was.
     */
    public boolean isSlackIntact()
    {
        return slack.elements(ValueLayout.JAVA_BYTE)
            .allMatch((element) -> element.get(ValueLayout.JAVA_BYTE, 0) == FILL);
    }

    private static MemorySegment guardedRoom(final Arena arena, final long lengthBytes)
    {
        if (lengthBytes <= 0)
        {
            throw new IllegalArgumentException("a guarded buffer has a positive length, not " + lengthBytes + " bytes");
        }
        final long pageBytes = Pages.BASE.sizeBytes();
        final long roomBytes = Pages.BASE.roundUp(lengthBytes);
        final MemorySegment all = PageMemory.map(arena, roomBytes + 2 * pageBytes, Pages.BASE);
        PageMemory.protect(all.asSlice(0, pageBytes), Protection.NONE);
        PageMemory.protect(all.asSlice(pageBytes + roomBytes), Protection.NONE);
        return all.asSlice(pageBytes, roomBytes);
    }
}
