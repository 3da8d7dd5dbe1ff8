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

import io.zetatron.nativeaccess.GuardedBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class StateRegionTest
{
    private static final StateSchema SCHEMA = new StateSchema("weights", 7, 1);

    @TempDir
    Path folder;

    private final StateBlock block = StateBlock.of(Path.of("unused"), 64, 1000);
    private final StateRegion region = block.region(0);

    @AfterEach
    void after()
    {
        block.close();
    }

    @Test
    void shouldReadWhatWasWritten()
    {
        region.putLong(0, Long.MIN_VALUE + 1);
        region.putInt(8, -5);
        region.putFloat(12, 1.5f);
        region.putDouble(16, Math.PI);
        region.putByte(24, (byte)-7);
        region.putBytes(25, "xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3);
        region.copyFrom(100, MemorySegment.ofArray(new byte[] {1, 2, 3, 4}), 2, 2);
        region.setMemory(990, 10, (byte)9);
        region.write(200, 8).set(ValueLayout.JAVA_BYTE, 7, (byte)11);
        assertEquals(Long.MIN_VALUE + 1, region.getLong(0));
        assertEquals(1, region.view().get(ValueLayout.JAVA_BYTE, 0), "numbers are little-endian");
        assertEquals(-5, region.getInt(8));
        assertEquals(1.5f, region.getFloat(12));
        assertEquals(Math.PI, region.getDouble(16));
        assertEquals(-7, region.getByte(24));
        final byte[] read = new byte[5];
        region.getBytes(25, read, 1, 3);
        assertEquals("\0abc\0", new String(read, StandardCharsets.US_ASCII));
        assertEquals(3, region.getByte(100));
        assertEquals(4, region.getByte(101));
        assertEquals(0, region.getByte(102));
        assertEquals(9, region.getByte(999));
        assertEquals(11, region.getByte(207));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTouchNothingBeyondItsEnds(final boolean isEnding)
    {
        final int length = 5000;
        try (Arena arena = Arena.ofShared())
        {
            final GuardedBuffer memory = guarded(arena, length, isEnding);
            final GuardedBuffer shadow = guarded(arena, length, isEnding);
            final StateRegion guarded =
                StateRegion.over(SCHEMA, memory.segment(), ShadowMemory.resident(shadow.segment()));
            guarded.setMemory(0, length, (byte)1);
            assertEquals(2, guarded.barrier().begin(false));

            // The first write to each page puts it aside, the last one of which is shorter than the others.
            guarded.putLong(0, 2);
            guarded.putByte(length - 1, (byte)2);
            guarded.putBytes(length - 3, new byte[3], 0, 3);
            guarded.copyFrom(0, MemorySegment.ofArray(new byte[length]), 0, length);
            guarded.setMemory(3, length - 3, (byte)2);
            guarded.write(0, length).fill((byte)2);
            final byte[] copy = new byte[length];
            guarded.barrier().copy(0, copy, 0);
            guarded.barrier().copy(1, copy, StateRegion.PAGE_BYTES_DEFAULT);
            final byte[] before = new byte[length];
            Arrays.fill(before, (byte)1);
            assertArrayEquals(before, copy);
            guarded.seal();

            assertThrows(IndexOutOfBoundsException.class, () -> guarded.getByte(length));
            assertThrows(IndexOutOfBoundsException.class, () -> guarded.getLong(length - 7));
            assertThrows(IndexOutOfBoundsException.class, () -> guarded.getByte(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> guarded.getBytes(1, copy, 0, length));
            assertTrue(memory.isSlackIntact() && shadow.isSlackIntact());
        }
    }

    private static GuardedBuffer guarded(final Arena arena, final int length, final boolean isEnding)
    {
        return isEnding ? GuardedBuffer.endingAtGuard(arena, length) : GuardedBuffer.beginningAtGuard(arena, length);
    }

    @Test
    void shouldKnowThePagesThatWereWritten()
    {
        assertEquals(16, region.pages());
        assertEquals(0, region.dirtyPages());
        region.putLong(56, 1);
        region.putByte(63, (byte)1);
        assertEquals(1, region.dirtyPages());
        region.putInt(64, 1);
        assertEquals(2, region.dirtyPages());
        region.write(190, 4);
        assertEquals(4, region.dirtyPages());
        region.setMemory(300, 0, (byte)1);
        region.putBytes(1000, new byte[0], 0, 0);
        assertEquals(4, region.dirtyPages());
        region.copyFrom(0, block.memory(1000), 0, 1000);
        assertEquals(16, region.dirtyPages());
    }

    @Test
    void shouldLetNothingBeWrittenPastTheBarrier()
    {
        assertThrows(IllegalArgumentException.class, () -> region.view().set(ValueLayout.JAVA_BYTE, 0, (byte)1));
        assertEquals(0, region.dirtyPages());
    }

    @ParameterizedTest
    @ValueSource(longs = {-8, 1000, 1024, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 1L << 38})
    void shouldRefuseWhatLiesOutside(final long offset)
    {
        assertThrows(IndexOutOfBoundsException.class, () -> region.putLong(offset, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putDouble(offset, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putInt(offset + 4, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putFloat(offset + 4, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putByte(offset + 7, (byte)1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putBytes(offset, new byte[8], 0, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> region.copyFrom(offset, region.view(), 0, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> region.setMemory(offset, 8, (byte)1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.write(offset, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> region.getLong(offset));
        assertEquals(0, region.dirtyPages());
        assertArrayEquals(new byte[1000], block.contents()[0]);
    }

    @Test
    void shouldRefuseSourcesThatAreTooShort()
    {
        assertThrows(IndexOutOfBoundsException.class, () -> region.putBytes(0, new byte[8], 1, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putBytes(0, new byte[8], 0, -1));
        assertThrows(IndexOutOfBoundsException.class,
            () -> region.copyFrom(0, MemorySegment.ofArray(new byte[8]), 1, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> region.write(0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putLong(996, 1));
        assertEquals(0, region.dirtyPages());
    }

    @Test
    void shouldRefuseMisalignedNumbers()
    {
        assertThrows(IllegalArgumentException.class, () -> region.putLong(4, 1));
        assertThrows(IllegalArgumentException.class, () -> region.putInt(62, 1));
        assertArrayEquals(new byte[1000], block.contents()[0]);
    }

    @Test
    void shouldRefuseWritesOnceSealedAndKeepWhatWasDirty()
    {
        region.putLong(0, 1);
        region.putLong(640, 1);
        region.seal();
        region.seal();
        assertTrue(region.isSealed());
        final IllegalStateException refused = assertThrows(IllegalStateException.class, () -> region.putLong(0, 2));
        assertEquals("state region r0 is sealed: it cannot be written to any more", refused.getMessage());
        assertThrows(IllegalStateException.class, () -> region.write(640, 1));
        assertThrows(IllegalStateException.class, () -> region.setMemory(900, 1, (byte)1));
        assertEquals(1, region.getLong(0));
        assertEquals(2, region.dirtyPages());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -64, 32, 63, 65, 96, 4_194_304, Integer.MIN_VALUE})
    void shouldRefuseImpossiblePageSizes(final int pageBytes)
    {
        final MemorySegment memory = block.memory(64);
        final ShadowMemory shadow = ShadowMemory.resident(block.memory(64));
        assertThrows(IllegalArgumentException.class, () -> StateRegion.over(SCHEMA, memory, shadow, pageBytes));
    }

    @Test
    void shouldRefuseMemoryThatCannotServe()
    {
        final MemorySegment memory = block.memory(128);
        final ShadowMemory shadow = ShadowMemory.resident(block.memory(128));
        assertThrows(IllegalArgumentException.class, () -> StateRegion.over(SCHEMA, memory.asReadOnly(), shadow));
        assertThrows(IllegalArgumentException.class, () -> StateRegion.over(SCHEMA, memory.asSlice(4, 64), shadow));
        assertThrows(IllegalArgumentException.class, () -> StateRegion.over(SCHEMA, memory.asSlice(0, 0), shadow));
        assertThrows(IllegalArgumentException.class,
            () -> StateRegion.over(SCHEMA, MemorySegment.ofArray(new byte[128]), shadow));
        assertThrows(IllegalArgumentException.class,
            () -> StateRegion.over(SCHEMA, memory, ShadowMemory.resident(block.memory(127))));
        assertThrows(IllegalArgumentException.class,
            () -> StateRegion.over(SCHEMA, memory, ShadowMemory.resident(memory)));
        try (Arena confined = Arena.ofConfined())
        {
            final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> StateRegion.over(SCHEMA, confined.allocate(128, 64), shadow));
            assertTrue(refused.getMessage().contains("take them from a shared arena"), refused.getMessage());
        }
        StateRegion.over(SCHEMA, memory, shadow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "\0"})
    void shouldRefuseImpossibleNames(final String name)
    {
        assertThrows(IllegalArgumentException.class, () -> new StateSchema(name, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new StateSchema("é".repeat(65), 1, 1));
    }

    @Test
    void shouldBeWrittenAndReadButNotCheckpointedWhenItIsUnsaved()
    {
        final StateRegion unsaved = StateRegion.unsaved(SCHEMA, block.memory(10_000));
        unsaved.putDouble(8, 2.5);
        unsaved.setMemory(5000, 5000, (byte)3);

        assertEquals(2.5, unsaved.getDouble(8));
        assertEquals(3, unsaved.getByte(9999));
        final CheckpointerContext context = new CheckpointerContext()
            .folder(folder).block("b").invoked(true).region(unsaved);
        assertTrue(assertThrows(IllegalStateException.class, () -> StateCheckpointer.launch(context))
            .getMessage().contains("weights is declared as unsaved"));
    }

    @Test
    void shouldRefuseUnsavedMemoryOfTheWrongKind()
    {
        assertThrows(IllegalArgumentException.class, () -> StateRegion.unsaved(SCHEMA, MemorySegment.NULL));
        assertThrows(IllegalArgumentException.class,
            () -> StateRegion.unsaved(SCHEMA, block.memory(64).asReadOnly()));
    }
}
