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
import io.zetatron.nativeaccess.PageMemory;
import io.zetatron.nativeaccess.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Timeout(60)
class ReservedShadowTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    private final MemoryAccounts accounts = new MemoryAccounts();

    @AfterEach
    void shouldLeaveNothingAccounted()
    {
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldTakeOnlyThePagesPutAsideOfAGibibyteAndNoneAfterTheCheckpoint()
    {
        try (MemoryDomain domain = MemoryDomain.create("block", GIB, accounts);
            ReservedShadow shadow = ReservedShadow.create("block", GIB, accounts))
        {
            assertEquals(Map.of("block", GIB), accounts.snapshot());
            final PageBarrier barrier = new PageBarrier("r", domain.allocate(GIB), shadow, (int)PAGE);
            assertEquals(Map.of("block", 2 * GIB), accounts.snapshot());
            final byte[] copy = new byte[(int)PAGE];
            final int[] pages = {0, 1, 511, 512, 77_777, barrier.pages() - 1};
            Arrays.stream(pages).forEach((page) -> write(domain, barrier, page));
            for (int round = 1; round <= 3; round++)
            {
                assertEquals(pages.length, barrier.begin(false));
                assertEquals(0, residentPages(shadow));
                Arrays.stream(pages).forEach((page) -> write(domain, barrier, page));
                assertEquals(pages.length, residentPages(shadow));
                for (final int page : pages)
                {
                    barrier.copy(page, copy, 0);
                    assertEquals(round, copy[0]);
                }
                barrier.finish(true);
                assertEquals(0, residentPages(shadow));
            }
        }
    }

    private static void write(final MemoryDomain domain, final PageBarrier barrier, final int page)
    {
        final MemorySegment memory = domain.at(page * PAGE, PAGE);
        barrier.beforeWrite(page * PAGE);
        memory.set(ValueLayout.JAVA_BYTE, 0, (byte)(memory.get(ValueLayout.JAVA_BYTE, 0) + 1));
    }

    private static long residentPages(final ReservedShadow shadow)
    {
        return Arrays.stream(PageMemory.nodes(shadow.segment()))
            .filter((node) -> node != PageMemory.NOT_RESIDENT).count();
    }

    @Test
    void shouldLetACheckpointBeRestoredAsItWasAtTheSafePoint()
    {
        final int length = 100_000;
        final StateSchema schema = new StateSchema("r", 7, 1);
        try (MemoryDomain domain = MemoryDomain.create("block", 300_000, accounts);
            ReservedShadow shadow = ReservedShadow.create("block", length, accounts))
        {
            final StateRegion region = StateRegion.over(schema, domain.allocate(length), shadow);
            try (StateCheckpointer checkpointer = StateCheckpointer.launch(context(region)))
            {
                for (int value = 1; value <= 3; value++)
                {
                    region.setMemory(0, length, (byte)value);
                    checkpointer.beginCheckpoint(value);
                    region.setMemory(0, length, (byte)-1);
                    assertEquals(Math.ceilDiv(length, PAGE), residentPages(shadow));
                    checkpointer.doWork();
                    assertEquals(0, residentPages(shadow));
                }
                checkpointer.restore();
            }
            assertEquals(3, region.getByte(0));
            assertEquals(3, region.getByte(length - 1));
        }
    }

    private CheckpointerContext context(final StateRegion region)
    {
        return new CheckpointerContext().folder(folder).block("b").invoked(true).restoreThreads(1).region(region)
            .errorHandler((error) ->
            {
                throw new AssertionError(error);
            });
    }

    @ParameterizedTest
    @CsvSource({"0, 20000, 0", "0, 16384, 1", "0, 16383, 2", "1, 19999, 1", "4096, 4096, 4", "4097, 4096, 5",
        "0, 0, 5", "20000, 0, 5"})
    void shouldGiveBackThePagesThatLieInTheRange(final long offset, final long length, final long left)
    {
        try (ReservedShadow shadow = ReservedShadow.create("block", 20_000, accounts))
        {
            shadow.segment().fill((byte)7);
            assertEquals(5, residentPages(shadow));
            shadow.giveBack(offset, length);
            assertEquals(left, residentPages(shadow));
            assertEquals(left * PAGE, shadow.segment().elements(ValueLayout.JAVA_BYTE)
                .filter((element) -> element.get(ValueLayout.JAVA_BYTE, 0) == 7).count());
        }
    }

    @Test
    void shouldRefuseWhatCannotBe()
    {
        assertThrows(IllegalArgumentException.class, () -> ReservedShadow.create("block", 0, accounts));
        final ReservedShadow shadow = ReservedShadow.create("block", 1, accounts);
        assertThrows(IndexOutOfBoundsException.class, () -> shadow.giveBack(0, PAGE + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> shadow.giveBack(-1, 1));
        shadow.close();
        shadow.close();
        assertThrows(IllegalStateException.class, () -> shadow.segment().get(ValueLayout.JAVA_BYTE, 0));
    }
}
