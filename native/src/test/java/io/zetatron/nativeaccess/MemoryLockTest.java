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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Locks of ranges. Those of the whole process are tested in processes of their own, by {@link RefusalTest}.
 */
class MemoryLockTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();
    private static final long LENGTH = 4 * PAGE;

    @Test
    void shouldLockAndUnlockARange()
    {
        assumeTrue(ResourceLimit.LOCKED_MEMORY.soft() >= LENGTH, "less than 16 KiB may be locked");
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, LENGTH, Pages.BASE);
            final long before = MemoryLock.lockedBytes();

            MemoryLock.lock(memory);
            assertEquals(before + LENGTH, MemoryLock.lockedBytes());
            assertTrue(Arrays.stream(PageMemory.nodes(memory))
                .allMatch((node) -> node != PageMemory.NOT_RESIDENT));

            MemoryLock.unlock(memory);
            assertEquals(before, MemoryLock.lockedBytes());
        }
    }

    @Test
    void shouldLockPagesWhenTheyComeIn()
    {
        assumeTrue(ResourceLimit.LOCKED_MEMORY.soft() >= LENGTH, "less than 16 KiB may be locked");
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, LENGTH, Pages.BASE);
            final long before = MemoryLock.lockedBytes();

            MemoryLock.lockOnFault(memory);

            assertEquals(before + LENGTH, MemoryLock.lockedBytes());
            assertTrue(Arrays.stream(PageMemory.nodes(memory))
                .allMatch((node) -> node == PageMemory.NOT_RESIDENT));
            MemoryLock.unlock(memory);
        }
    }

    @Test
    void shouldRefuseWhatCannotBeLocked()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, LENGTH, Pages.BASE);

            assertThrows(IllegalArgumentException.class, () -> MemoryLock.lock(memory.asSlice(0, 0)));
            assertThrows(IllegalArgumentException.class, () -> MemoryLock.lock(MemorySegment.ofArray(new byte[8])));
            assertThrows(IllegalArgumentException.class, () -> MemoryLock.lockAll(MemoryLock.Extent.ON_FAULT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadEachLimit(final ResourceLimit limit)
    {
        assertTrue(limit.soft() >= 0 && limit.soft() <= limit.hard(), limit + " " + limit.soft() + " " + limit.hard());
    }
}
