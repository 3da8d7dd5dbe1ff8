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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The block writes to a page while the checkpoint copies it, at every distance in time that the machine offers. Laid
 * out as state, two actors and an arbiter, as jcstress has it.
 */
@Timeout(120)
class PageBarrierRaceTest
{
    private static final int ROUNDS = Integer.getInteger("zetatron.test.race.rounds", 40_000);
    private static final int PAGE_BYTES = 512;
    private static final int WORDS = PAGE_BYTES / Long.BYTES;

    /**
     * One region of two pages whose bits lie in one word, so that its two threads meet there as well.
     */
    private static final class State
    {
        final MemorySegment memory;
        final PageBarrier barrier;
        final byte[] copies = new byte[2 * PAGE_BYTES];

        State(final Arena arena)
        {
            memory = arena.allocate(2 * PAGE_BYTES, 64);
            barrier = new PageBarrier(
                "r", memory, ShadowMemory.resident(arena.allocate(2 * PAGE_BYTES, 64)), PAGE_BYTES);
        }

        /**
         * The block, after a safe point.
         */
        void actorWriter(final long value)
        {
            write(0, value);
            write(1, value);
        }

        private void write(final int page, final long value)
        {
            barrier.beforeWrite((long)page * PAGE_BYTES);
            for (int i = 0; i < WORDS; i++)
            {
                memory.set(ValueLayout.JAVA_LONG, (long)page * PAGE_BYTES + i * 8L, value);
            }
        }

        /**
         * The checkpoint, from the same safe point on.
         */
        void actorCopier(final boolean isForward)
        {
            barrier.copy(isForward ? 0 : 1, copies, isForward ? 0 : PAGE_BYTES);
            barrier.copy(isForward ? 1 : 0, copies, isForward ? PAGE_BYTES : 0);
        }

        /**
         * Both copies are from before the safe point, and the memory is from after it.
         */
        void arbiter(final long before, final long after)
        {
            final MemorySegment copied = MemorySegment.ofArray(copies);
            for (int i = 0; i < 2 * WORDS; i++)
            {
                assertEquals(before, copied.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L), "copied word " + i);
                assertEquals(after, memory.get(ValueLayout.JAVA_LONG, i * 8L), "word " + i);
            }
        }
    }

    @Test
    void shouldCopyEachPageAsItWasAtTheSafePoint() throws InterruptedException
    {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a race takes two processors, and there is one");
        final AtomicInteger go = new AtomicInteger();
        final AtomicInteger done = new AtomicInteger();
        try (Arena arena = Arena.ofShared())
        {
            final State state = new State(arena);
            final Thread copier = Thread.ofPlatform().daemon().start(() ->
            {
                for (int round = 1; round <= ROUNDS; round++)
                {
                    await(go, round);
                    spin(round % 64);
                    state.actorCopier(round % 2 == 0);
                    done.set(round);
                }
            });
            state.actorWriter(0);
            try
            {
                for (int round = 1; round <= ROUNDS; round++)
                {
                    assertEquals(2, state.barrier.begin(false));
                    go.set(round);
                    spin(round / 64 % 64);
                    state.actorWriter(round);
                    await(done, round);
                    state.arbiter(round - 1, round);
                    state.barrier.finish(true);
                }
            }
            finally
            {
                go.set(ROUNDS);
                copier.join();
            }
            final long shadowed = state.barrier.shadowed();
            assertTrue(shadowed > 0 && shadowed < 2L * ROUNDS, "one of the two was always first: " + shadowed);
        }
    }

    private static void spin(final int times)
    {
        for (int i = 0; i < times; i++)
        {
            Thread.onSpinWait();
        }
    }

    private static void await(final AtomicInteger value, final int wanted)
    {
        for (int spins = 0; value.get() < wanted; spins++)
        {
            if (Thread.currentThread().isInterrupted())
            {
                throw new IllegalStateException("stopped waiting for " + wanted + " at " + value);
            }
            if (spins > 1_000)
            {
                LockSupport.parkNanos(1_000);
            }
            Thread.onSpinWait();
        }
    }
}
