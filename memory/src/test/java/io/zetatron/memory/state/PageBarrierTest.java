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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class PageBarrierTest
{
    private static final int PAGE_BYTES = 64;
    private static final int PAGES = 130;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(PAGES * PAGE_BYTES - 10, 64);
    private final List<String> givenBack = new ArrayList<>();
    private final PageBarrier barrier = new PageBarrier("r", memory, shadow(), PAGE_BYTES);

    @AfterEach
    void after()
    {
        arena.close();
    }

    private ShadowMemory shadow()
    {
        final MemorySegment segment = arena.allocate(PAGES * PAGE_BYTES, 64);
        return new ShadowMemory()
        {
            @Override
            public MemorySegment segment()
            {
                return segment;
            }

            @Override
            public void giveBack(final long offset, final long lengthBytes)
            {
                givenBack.add(offset + "+" + lengthBytes);
            }
        };
    }

    private void write(final int page, final int value)
    {
        barrier.beforeWrite((long)page * PAGE_BYTES);
        memory.set(ValueLayout.JAVA_BYTE, (long)page * PAGE_BYTES, (byte)value);
    }

    private int copy(final int page)
    {
        final byte[] into = new byte[PAGE_BYTES + 3];
        barrier.copy(page, into, 3);
        return into[3];
    }

    @Test
    void shouldTakeAPageAsItWasAtTheSafePointWhetherCopiedBeforeOrAfterTheWrite()
    {
        write(0, 1);
        write(64, 2);
        write(129, 3);
        assertEquals(3, barrier.begin(false));
        write(0, 11);
        assertEquals(1, copy(0));
        assertEquals(2, copy(64));
        write(64, 12);
        write(129, 13);
        write(129, 14);
        assertEquals(3, copy(129));
        assertEquals(2, barrier.shadowed());
        assertTrue(givenBack.isEmpty());
        barrier.finish(true);
        assertEquals(List.of("0+8310"), givenBack);
        assertEquals(3, barrier.dirtyPages());
        assertEquals(3, barrier.begin(false));
        assertEquals(11, copy(0));
        assertEquals(12, copy(64));
        assertEquals(14, copy(129));
        barrier.finish(true);
        assertEquals(1, givenBack.size());
        assertEquals(0, barrier.begin(false));
    }

    @Test
    void shouldTakeAllPagesForAFullCheckpoint()
    {
        write(5, 1);
        assertEquals(PAGES, barrier.begin(true));
        assertEquals(PAGES, Arrays.stream(barrier.snapshot()).mapToInt(Long::bitCount).sum());
        barrier.finish(true);
        assertEquals(0, barrier.dirtyPages());
    }

    @Test
    void shouldKeepThePagesOfASnapshotThatWasNotSaved()
    {
        write(1, 1);
        write(2, 1);
        barrier.begin(false);
        copy(1);
        write(2, 2);
        write(3, 3);
        barrier.finish(false);
        assertEquals(3, barrier.dirtyPages());
        write(4, 4);
        final long shadowed = barrier.shadowed();
        write(1, 5);
        assertEquals(shadowed, barrier.shadowed(), "nobody copies what was not saved");
        assertEquals(4, barrier.begin(false));
        barrier.finish(false);
        assertEquals(4, barrier.begin(false));
        assertEquals(5, copy(1));
        assertEquals(2, copy(2));
        assertEquals(3, copy(3));
        assertEquals(4, copy(4));
        barrier.finish(true);
        assertEquals(0, barrier.dirtyPages());
    }

    @Test
    void shouldKeepWhatWasDirtyWhenSealed()
    {
        write(1, 1);
        barrier.begin(false);
        write(2, 2);
        barrier.seal();
        barrier.finish(false);
        assertEquals(2, barrier.dirtyPages());
        assertEquals(2, barrier.begin(false));
        barrier.finish(true);
        assertEquals(0, barrier.begin(false));
    }
}
