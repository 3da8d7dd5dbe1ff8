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
package io.zetatron.memory.pool;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

import static io.zetatron.memory.pool.SlabPool.FREED;
import static io.zetatron.memory.pool.StressPools.A;
import static io.zetatron.memory.pool.StressPools.B;
import static io.zetatron.memory.pool.StressPools.index;
import static io.zetatron.memory.pool.StressPools.read;
import static io.zetatron.memory.pool.StressPools.write;

/**
 * Each pair of a pool's steps, taken by two threads at the same time. What is not named as an outcome is forbidden.
 * Codes are those of {@link SlotHandle}: -1 exhausted, -2 stale, -3 not the holder; 1 is freed.
 *
 * @see io.zetatron.memory.StressTest
 */
final class SlabPoolStress
{
    private SlabPoolStress()
    {
    }

    /**
     * Two want the one slot that there is: one gets it, the other is told that there is none.
     */
    @JCStressTest
    @Outcome(id = {"0, -1, 1", "-1, 0, 1"}, expect = Expect.ACCEPTABLE, desc = "one has it")
    @State
    public static class AcquireTheLast
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);

        @Actor
        public void one(final III_Result r)
        {
            r.r1 = index(pool.acquire(A));
        }

        @Actor
        public void other(final III_Result r)
        {
            r.r2 = index(pool.acquire(B));
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)(pool.inUse() * pool.highWater() * pool.exhaustions());
        }
    }

    /**
     * Two want two slots: each gets one of its own.
     */
    @JCStressTest
    @Outcome(id = {"0, 1, 4", "1, 0, 4"}, expect = Expect.ACCEPTABLE, desc = "each has one")
    @State
    public static class AcquireBoth
    {
        private final SlabPool pool = StressPools.create(2, Acquirers.MANY);

        @Actor
        public void one(final III_Result r)
        {
            r.r1 = index(pool.acquire(A));
        }

        @Actor
        public void other(final III_Result r)
        {
            r.r2 = index(pool.acquire(B));
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)(pool.inUse() * pool.highWater());
        }
    }

    /**
     * A slot is released while the one acquirer wants it: who gets it sees what was written before the release.
     */
    @JCStressTest
    @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "too early")
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "the slot and what was written to it")
    @State
    public static class AcquireReleasedByOne
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.ONE);
        private final long handle = pool.acquire(A);

        @Actor
        public void acquirer(final II_Result r)
        {
            final long next = pool.acquire(B);
            r.r1 = next > 0 ? (int)read(pool, next) : index(next);
        }

        @Actor
        public void releaser(final II_Result r)
        {
            write(pool, handle, 7);
            r.r2 = pool.tryRelease(handle, A);
        }
    }

    /**
     * A slot is released while one of many wants it: who gets it sees what was written before the release.
     */
    @JCStressTest
    @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "too early")
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "the slot and what was written to it")
    @State
    public static class AcquireReleasedByMany
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void acquirer(final II_Result r)
        {
            final long next = pool.acquire(B);
            r.r1 = next > 0 ? (int)read(pool, next) : index(next);
        }

        @Actor
        public void releaser(final II_Result r)
        {
            write(pool, handle, 7);
            r.r2 = pool.tryRelease(handle, A);
        }
    }

    /**
     * A slot is released twice: it is free once, and the other release is refused.
     */
    @JCStressTest
    @Outcome(id = {"1, -2, 1", "-2, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "one is refused, and counted")
    @State
    public static class ReleaseTwice
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void one(final III_Result r)
        {
            r.r1 = pool.tryRelease(handle, A);
        }

        @Actor
        public void other(final III_Result r)
        {
            r.r2 = pool.tryRelease(handle, A);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)(pool.refusals() + pool.inUse());
        }
    }

    /**
     * The two holders of a slot release it: the last of them frees it.
     */
    @JCStressTest
    @Outcome(id = {"0, 1, 0", "1, 0, 0"}, expect = Expect.ACCEPTABLE, desc = "one frees it")
    @State
    public static class ReleaseByBothHolders
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = heldByBoth();

        private long heldByBoth()
        {
            final long acquired = pool.acquire(A);
            pool.retain(acquired, B);
            return acquired;
        }

        @Actor
        public void one(final III_Result r)
        {
            r.r1 = pool.tryRelease(handle, A);
        }

        @Actor
        public void other(final III_Result r)
        {
            r.r2 = pool.tryRelease(handle, B);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)(pool.refusals() + pool.inUse());
        }
    }

    /**
     * A slot is retained for one while the other, who alone holds it, releases it.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "retained first, so it is not free")
    @Outcome(id = "-2, 1, 0", expect = Expect.ACCEPTABLE, desc = "released first, so there is nothing to retain")
    @State
    public static class RetainAndRelease
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void retainer(final III_Result r)
        {
            r.r1 = pool.tryRetain(handle, B);
        }

        @Actor
        public void releaser(final III_Result r)
        {
            r.r2 = pool.tryRelease(handle, A);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = pool.isHeld(handle) ? 1 : 0;
        }
    }

    /**
     * A slot is handed on while it is released: one of the two happens.
     */
    @JCStressTest
    @Outcome(id = "0, -3, 1", expect = Expect.ACCEPTABLE, desc = "handed on first")
    @Outcome(id = "-2, 1, 0", expect = Expect.ACCEPTABLE, desc = "released first")
    @State
    public static class TransferAndRelease
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void giver(final III_Result r)
        {
            r.r1 = pool.tryTransfer(handle, A, B);
        }

        @Actor
        public void releaser(final III_Result r)
        {
            r.r2 = pool.tryRelease(handle, A);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)pool.inUse();
        }
    }

    /**
     * A holder is taken for dead while it releases its slot: the slot is freed once.
     */
    @JCStressTest
    @Outcome(id = "1, -2, 0", expect = Expect.ACCEPTABLE, desc = "reclaimed first")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "released first")
    @State
    public static class ReclaimAndRelease
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void supervisor(final III_Result r)
        {
            r.r1 = pool.reclaim(A);
        }

        @Actor
        public void releaser(final III_Result r)
        {
            r.r2 = pool.tryRelease(handle, A);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)pool.inUse();
        }
    }

    /**
     * A holder is taken for dead while it hands its slot on: the slot is not lost.
     */
    @JCStressTest
    @Outcome(id = "1, -2, 0", expect = Expect.ACCEPTABLE, desc = "reclaimed first")
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "handed on first")
    @State
    public static class ReclaimAndTransfer
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void supervisor(final III_Result r)
        {
            r.r1 = pool.reclaim(A);
        }

        @Actor
        public void giver(final III_Result r)
        {
            r.r2 = pool.tryTransfer(handle, A, B);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)pool.inUse();
        }
    }

    /**
     * A slot begins another life, with the same holder, while somebody looks its old handle up twice: once stale, it
     * is never held again.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "in the old life")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "across the change")
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "in the new life")
    @State
    public static class LookUpAcrossLives
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.ONE);
        private final long handle = pool.acquire(A);

        @Actor
        public void owner(final III_Result r)
        {
            pool.release(handle, A);
            pool.acquire(A);
        }

        @Actor
        public void reader(final III_Result r)
        {
            r.r1 = pool.find(handle, A) > 0 ? 1 : 0;
            r.r2 = pool.isHeld(handle) ? 1 : 0;
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = pool.find(handle, A) > 0 ? 1 : 0;
        }
    }

    /**
     * A slot begins another life while somebody tries to release it by its old handle: the new life goes on.
     */
    @JCStressTest
    @Outcome(id = {"1, -2, 1", "-2, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "one of the two ends the old life")
    @State
    public static class ReleaseAcrossLives
    {
        private final SlabPool pool = StressPools.create(1, Acquirers.MANY);
        private final long handle = pool.acquire(A);

        @Actor
        public void owner(final III_Result r)
        {
            r.r1 = pool.tryRelease(handle, A);
            if (r.r1 == FREED)
            {
                pool.acquire(A);
            }
        }

        @Actor
        public void other(final III_Result r)
        {
            r.r2 = pool.tryRelease(handle, A);
            if (r.r2 == FREED)
            {
                pool.acquire(A);
            }
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r3 = (int)pool.inUse();
        }
    }
}
