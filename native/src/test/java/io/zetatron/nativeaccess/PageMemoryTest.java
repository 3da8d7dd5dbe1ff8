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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(30)
class PageMemoryTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();

    @Test
    void shouldKnowThePageSizeOfTheSystem() throws IOException
    {
        final String smaps = PseudoFile.text(Path.of("/proc/self/smaps"));

        assertTrue(smaps.contains("KernelPageSize:" + " ".repeat(8) + PAGE / 1024 + " kB"), "page size " + PAGE);
        assertEquals(1, Long.bitCount(PAGE));
    }

    @Test
    void shouldMapZerosThatCanBeWrittenToAndUnmapThemWithTheirArena()
    {
        final MemorySegment memory;
        try (Arena arena = Arena.ofConfined())
        {
            memory = PageMemory.map(arena, 3 * PAGE, Pages.BASE);

            assertEquals(3 * PAGE, memory.byteSize());
            assertEquals(0, memory.address() % PAGE);
            assertEquals(0, memory.get(ValueLayout.JAVA_LONG, 2 * PAGE));
            memory.fill((byte)7);
            assertEquals(PAGE, PageUsage.of(memory).pageSizeBytes());
        }

        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
        assertFalse(isMapped(memory.address()), "still mapped");
    }

    @Test
    void shouldLeaveNothingMappedWhenTheArenaIsClosed() throws IOException
    {
        final Arena arena = Arena.ofConfined();
        arena.close();
        final int before = mappingsOf(64 << 20);

        assertThrows(IllegalStateException.class, () -> PageMemory.map(arena, 64 << 20, Pages.BASE));

        assertEquals(before, mappingsOf(64 << 20));
    }

    @Test
    void shouldAlignTransparentHugePagesAndGetSome()
    {
        assumeTrue(Pages.TRANSPARENT_HUGE.isOffered(), "transparent huge pages are switched off");
        final long hugeBytes = Pages.TRANSPARENT_HUGE.alignmentBytes();
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, 4 * hugeBytes, Pages.TRANSPARENT_HUGE);
            PageMemory.prefault(memory);

            assertEquals(0, memory.address() % hugeBytes);
            assertEquals(4 * hugeBytes, memory.byteSize());
            final PageUsage usage = PageUsage.of(memory);
            assertTrue(usage.residentBytes() >= 4 * hugeBytes, usage.toString());
            assumeTrue(usage.transparentHugeBytes() > 0, "the kernel has no huge page to spare: " + usage);
        }
    }

    @Test
    void shouldGetPagesFromThePoolAndGiveThemBack() throws IOException
    {
        try (HugePagePool pool = HugePagePool.with(2))
        {
            final long freeBefore = Pages.HUGE_2_MIB.free();
            try (Arena arena = Arena.ofConfined())
            {
                final MemorySegment memory = PageMemory.map(arena, 2 * pool.pageBytes(), Pages.HUGE_2_MIB);

                assertEquals(freeBefore - 2, Pages.HUGE_2_MIB.free(), "they are reserved at once");
                assertEquals(PageMemory.Prefault.POPULATED, PageMemory.prefault(memory));
                memory.set(ValueLayout.JAVA_LONG, pool.pageBytes(), 42);
                assertEquals(new PageUsage(pool.pageBytes(), 0, 0, 2 * pool.pageBytes(), 0), PageUsage.of(memory));
            }
            assertEquals(freeBefore, Pages.HUGE_2_MIB.free());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HUGE_2_MIB", "HUGE_1_GIB"})
    void shouldSayHowManyPagesThePoolHasWhenItHasTooFew(final Pages pages)
    {
        assumeTrue(pages.isOffered(), "this machine has no pages of " + pages.sizeBytes() + " bytes");
        final long wanted = pages.total() + 1_000;
        try (Arena arena = Arena.ofConfined())
        {
            final NativeCallException refused = assertThrows(NativeCallException.class,
                () -> PageMemory.map(arena, wanted * pages.sizeBytes(), pages));

            assertEquals(Errno.ENOMEM, refused.errno().orElseThrow());
            assertTrue(refused.getMessage().startsWith("mmap("), refused.getMessage());
            assertTrue(refused.advice().startsWith("It takes " + wanted + " pages of " + pages.sizeBytes() +
                " bytes, and the pool has " + pages.free() + " free of " + pages.total() + " (node 0: "),
                refused.advice());
            assertTrue(refused.advice().contains("/sys/kernel/mm/hugepages/hugepages-" + pages.sizeBytes() / 1024 +
                "kB/nr_hugepages"), refused.advice());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -4096, 1, 4095, 4097, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 4095})
    void shouldRefuseALengthThatIsNoMultipleOfAPage(final long lengthBytes)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final String message = assertThrows(IllegalArgumentException.class,
                () -> PageMemory.map(arena, lengthBytes, Pages.BASE)).getMessage();

            assertTrue(message.startsWith("memory of " + lengthBytes + " bytes is not a positive multiple"), message);
        }
    }

    @Test
    void shouldNameTheNextLengthThatWouldDo()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final String message = assertThrows(IllegalArgumentException.class,
                () -> PageMemory.map(arena, PAGE + 1, Pages.BASE)).getMessage();

            assertTrue(message.endsWith("the next one is " + 2 * PAGE), message);
            assertEquals(2 * PAGE, Pages.BASE.roundUp(PAGE + 1));
        }
    }

    @Test
    void shouldSayThatMoreThanTheAddressesThereAreCannotBeMapped()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final NativeCallException refused = assertThrows(NativeCallException.class,
                () -> PageMemory.map(arena, 1L << 60, Pages.BASE));

            assertEquals(Errno.ENOMEM, refused.errno().orElseThrow());
            assertTrue(refused.advice().contains("vm.overcommit_memory is "), refused.advice());
        }
    }

    @Test
    void shouldBringPagesInWithoutChangingThem()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, 16 * PAGE, Pages.BASE);
            memory.set(ValueLayout.JAVA_LONG, 5 * PAGE, 42);
            assertEquals(1, residentPages(memory));

            PageMemory.prefault(memory);

            assertEquals(16, residentPages(memory));
            assertEquals(42, memory.get(ValueLayout.JAVA_LONG, 5 * PAGE));
        }
    }

    @Test
    void shouldBringPagesInOnOldKernelsToo()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, 16 * PAGE, Pages.BASE);
            memory.set(ValueLayout.JAVA_LONG, 5 * PAGE, 42);

            PageMemory.write(memory);

            assertEquals(16, residentPages(memory));
            assertEquals(42, memory.get(ValueLayout.JAVA_LONG, 5 * PAGE));
        }
    }

    @Test
    void shouldDropPagesWhenAdvised()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, 16 * PAGE, Pages.BASE);
            memory.fill((byte)1);

            PageMemory.advise(memory, MemoryAdvice.DONT_NEED);

            assertEquals(0, residentPages(memory));
            assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void shouldProtectAndOpenAgain()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, 2 * PAGE, Pages.BASE);
            memory.fill((byte)1);

            PageMemory.protect(memory, Protection.NONE);
            final NativeCallException refused =
                assertThrows(NativeCallException.class, () -> PageMemory.prefault(memory));
            PageMemory.protect(memory, Protection.READ_WRITE);

            assertTrue(refused.getMessage().startsWith("madvise(0x"), refused.getMessage());
            assertTrue(refused.advice().contains("this protection"), refused.advice());
            assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, PAGE));
        }
    }

    @Test
    void shouldRefuseWhatIsNotMadeOfWholePages()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, 2 * PAGE, Pages.BASE);
            for (final MemorySegment part : new MemorySegment[]{
                memory.asSlice(1, PAGE), memory.asSlice(0, PAGE - 1), memory.asSlice(0, 0)})
            {
                for (final Runnable operation : Arrays.<Runnable>asList(() -> PageMemory.prefault(part),
                    () -> PageMemory.protect(part, Protection.NONE),
                    () -> PageMemory.advise(part, MemoryAdvice.NORMAL), () -> PageMemory.nodes(part),
                    () -> NumaPolicy.local().applyTo(part, NumaPolicy.Present.KEEP)))
                {
                    final String message =
                        assertThrows(IllegalArgumentException.class, operation::run).getMessage();
                    assertTrue(message.contains("is not made of whole pages of " + PAGE + " bytes"), message);
                }
            }
        }
    }

    @Test
    void shouldRefuseMemoryThatNoCallCanReach() throws InterruptedException
    {
        final MemorySegment closed;
        try (Arena arena = Arena.ofConfined())
        {
            closed = PageMemory.map(arena, PAGE, Pages.BASE);
            final Throwable[] refusal = new Throwable[1];
            final Thread other = Thread.ofPlatform().daemon(true).start(() -> refusal[0] = assertThrows(
                WrongThreadException.class, () -> PageMemory.prefault(closed)));
            other.join();
            assertTrue(refusal[0].getMessage().contains("belongs to another thread"), refusal[0].getMessage());
        }

        assertTrue(assertThrows(IllegalStateException.class, () -> PageMemory.prefault(closed))
            .getMessage().endsWith("is closed"));
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> PageMemory.prefault(MemorySegment.ofArray(new byte[4096]))).getMessage().contains("Java heap"));
    }

    @Test
    void shouldNotWriteToReadOnlyMemory()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, PAGE, Pages.BASE).asReadOnly();

            assertTrue(assertThrows(IllegalArgumentException.class, () -> PageMemory.prefault(memory))
                .getMessage().contains("is read-only"));
        }
    }

    private static long residentPages(final MemorySegment memory)
    {
        return Arrays.stream(PageMemory.nodes(memory)).filter((node) -> node != PageMemory.NOT_RESIDENT).count();
    }

    private static boolean isMapped(final long address)
    {
        try
        {
            return PseudoFile.text(Path.of("/proc/self/maps")).lines().anyMatch((line) ->
            {
                final String[] ends = line.substring(0, line.indexOf(' ')).split("-");
                return Long.parseUnsignedLong(ends[0], 16) <= address && address < Long.parseUnsignedLong(ends[1], 16);
            });
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static int mappingsOf(final long lengthBytes) throws IOException
    {
        return (int)PseudoFile.text(Path.of("/proc/self/maps")).lines().filter((line) ->
        {
            final String[] ends = line.substring(0, line.indexOf(' ')).split("-");
            return Long.parseUnsignedLong(ends[1], 16) - Long.parseUnsignedLong(ends[0], 16) == lengthBytes;
        }).count();
    }
}
