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

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The block writes to pages of a snapshot while the checkpoint copies them. What is not named as an outcome is
 * forbidden: above all, that a copy has any of what was written after the safe point.
 *
 * @see io.zetatron.memory.StressTest
 */
final class PageBarrierStress
{
    private static final int PAGE_BYTES = 64;
    private static final int LAST_WORD = PAGE_BYTES - Long.BYTES;
    private static final long BEFORE = 1;
    private static final long AFTER = 2;

    private PageBarrierStress()
    {
    }

    /**
     * Two pages, written before the safe point, that are in a snapshot. On the heap, because there are millions.
     */
    private static final class Snapshot
    {
        private final MemorySegment memory = MemorySegment.ofArray(new long[2 * PAGE_BYTES / Long.BYTES]);
        private final PageBarrier barrier = new PageBarrier("r", memory,
            ShadowMemory.resident(MemorySegment.ofArray(new long[2 * PAGE_BYTES / Long.BYTES])), PAGE_BYTES);
        private final byte[] copies = new byte[2 * PAGE_BYTES];

        Snapshot()
        {
            write(0, BEFORE);
            write(1, BEFORE);
            barrier.begin(false);
        }

        void write(final int page, final long value)
        {
            final long offset = (long)page * PAGE_BYTES;
            barrier.beforeWrite(offset);
            memory.set(ValueLayout.JAVA_LONG, offset, value);
            memory.set(ValueLayout.JAVA_LONG, offset + LAST_WORD, value);
        }

        void copy(final int page)
        {
            barrier.copy(page, copies, page * PAGE_BYTES);
        }

        /**
         * First and last word of a copy, as two digits.
         */
        int copied(final int page)
        {
            final MemorySegment copied = MemorySegment.ofArray(copies);
            final long offset = (long)page * PAGE_BYTES;
            return (int)(10 * copied.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) +
                copied.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + LAST_WORD));
        }

        int held(final int page)
        {
            return (int)memory.get(ValueLayout.JAVA_LONG, (long)page * PAGE_BYTES);
        }
    }

    /**
     * One page is written and copied: the copy is from before the safe point, whoever was first.
     */
    @JCStressTest
    @Outcome(id = "11, 2, 0", expect = Expect.ACCEPTABLE, desc = "the checkpoint was first")
    @Outcome(id = "11, 2, 1", expect = Expect.ACCEPTABLE, desc = "the block was first, and put the page aside")
    @State
    public static class WriteAndCopy
    {
        private final Snapshot snapshot = new Snapshot();

        @Actor
        public void block(final III_Result r)
        {
            snapshot.write(0, AFTER);
        }

        @Actor
        public void checkpoint(final III_Result r)
        {
            snapshot.copy(0);
            r.r1 = snapshot.copied(0);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r2 = snapshot.held(0);
            r.r3 = (int)snapshot.barrier.shadowed();
        }
    }

    /**
     * Two pages whose bits lie in one word are written and copied in opposite order.
     */
    @JCStressTest
    @Outcome(id = "11, 11, 4", expect = Expect.ACCEPTABLE, desc = "both copies are from before the safe point")
    @State
    public static class WriteAndCopyNeighbours
    {
        private final Snapshot snapshot = new Snapshot();

        @Actor
        public void block(final III_Result r)
        {
            snapshot.write(0, AFTER);
            snapshot.write(1, AFTER);
        }

        @Actor
        public void checkpoint(final III_Result r)
        {
            snapshot.copy(1);
            snapshot.copy(0);
        }

        @Arbiter
        public void afterwards(final III_Result r)
        {
            r.r1 = snapshot.copied(0);
            r.r2 = snapshot.copied(1);
            r.r3 = snapshot.held(0) + snapshot.held(1);
        }
    }
}
