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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Timeout(20)
class FutexTest
{
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(15);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(64, 64);

    @AfterEach
    void free()
    {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeTheOneThatWaits(final Futex.Scope scope) throws ExecutionException, InterruptedException
    {
        final CompletableFuture<Futex.Outcome> outcome = new CompletableFuture<>();
        final CompletableFuture<Void> waiter = OwnThread.start(
            () -> outcome.complete(Futex.await(memory, 8, 0, LONG_NS, scope)));

        // None is woken until the other thread has come to wait.
        while (Futex.wake(memory, 8, 1, scope) == 0)
        {
            Thread.onSpinWait();
        }

        waiter.get();
        assertEquals(Futex.Outcome.WOKEN, outcome.get());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotWaitWhenTheWordHasChanged(final Futex.Scope scope)
    {
        memory.set(ValueLayout.JAVA_INT, 0, -3);

        assertEquals(Futex.Outcome.CHANGED, Futex.await(memory, 0, 0, LONG_NS, scope));
        assertEquals(Futex.Outcome.TIMED_OUT, Futex.await(memory, 0, -3, 1, scope));
    }

    @Test
    void shouldWakeAcrossMappingsOfOneFile() throws ExecutionException, InterruptedException
    {
        final long page = Pages.BASE.sizeBytes();
        try (NativeFile file = NativeFile.inMemory("test", Pages.BASE))
        {
            file.preallocate(page);
            final MemorySegment one = file.map(arena, 0, page, Protection.READ_WRITE);
            final MemorySegment other = file.map(arena, 0, page, Protection.READ_WRITE);
            final CompletableFuture<Void> waiter = OwnThread.start(() -> assertEquals(
                Futex.Outcome.WOKEN, Futex.await(one, 4, 0, LONG_NS, Futex.Scope.MACHINE)));

            while (Futex.wake(other, 4, 1, Futex.Scope.MACHINE) == 0)
            {
                Thread.onSpinWait();
            }

            waiter.get();
        }
    }

    @Test
    void shouldWakeNobodyWhenNobodyWaits()
    {
        assertEquals(0, Futex.wake(memory, 0, Integer.MAX_VALUE, Futex.Scope.PROCESS));
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, 61, 64, Long.MAX_VALUE})
    void shouldRefuseAWordOutsideTheMemory(final long offset)
    {
        assertThrows(IndexOutOfBoundsException.class, () -> Futex.wake(memory, offset, 1, Futex.Scope.PROCESS));
        assertThrows(
            IndexOutOfBoundsException.class, () -> Futex.await(memory, offset, 0, 1, Futex.Scope.PROCESS));
    }

    @Test
    void shouldRefuseWhatIsNoWordNoNumberAndNoTime()
    {
        assertThrows(IllegalArgumentException.class, () -> Futex.wake(memory, 2, 1, Futex.Scope.PROCESS));
        assertThrows(IllegalArgumentException.class, () -> Futex.wake(memory, 0, 0, Futex.Scope.PROCESS));
        assertThrows(IllegalArgumentException.class, () -> Futex.await(memory, 0, 0, 0, Futex.Scope.PROCESS));
        assertThrows(IllegalArgumentException.class,
            () -> Futex.wake(MemorySegment.ofArray(new int[4]), 0, 1, Futex.Scope.PROCESS));
    }
}
