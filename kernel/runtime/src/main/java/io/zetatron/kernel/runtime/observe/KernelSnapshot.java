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
package io.zetatron.kernel.runtime.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kernel counted at one moment. Figures are since its start; one that it does not have is {@link #UNKNOWN}.
 *
 * @param kernel       that counted.
 * @param version      of it.
 * @param isEnding     whether it ends in order.
 * @param takenNs      monotonic time of the snapshot.
 * @param takenEpochMs time of the snapshot, in milliseconds since 1970.
 * @param source       where rows come from.
 * @param rows         that go through.
 * @param engines      in the order of their loops.
 * @param loops        core loops and other threads that run agents.
 * @param channels     of the bus.
 * @param domains      of memory.
 * @param pools        in them.
 * @param scrubber     of sealed state, if there is one.
 * @param states       that are checkpointed.
 */
public record KernelSnapshot(
    RunningKernel kernel,
    String version,
    boolean isEnding,
    long takenNs,
    long takenEpochMs,
    String source,
    Rows rows,
    List<Engine> engines,
    List<Loop> loops,
    List<Channel> channels,
    List<Domain> domains,
    List<Pool> pools,
    Optional<Scrubber> scrubber,
    List<State> states)
{
    /**
     * Stands for a figure that the kernel does not have, or not yet.
     */
    public static final long UNKNOWN = -1;

    /**
     * Rows.
     *
     * @param in        that have entered.
     * @param out       whose result has left.
     * @param anomalies among those.
     * @param credit    rows that may be in flight now.
     * @param columns   of a row.
     */
    public record Rows(long in, long out, long anomalies, long credit, long columns)
    {
    }

    /**
     * An engine.
     *
     * @param id        of it.
     * @param title     what it does.
     * @param loop      that runs it.
     * @param cpu       that the loop is bound to; below 0 if to none.
     * @param busyNs    how long it has been at work.
     * @param framesIn  that it has handled.
     * @param framesOut that it has sent.
     */
    public record Engine(
        String id, String title, String loop, int cpu, long busyNs, long framesIn, long framesOut)
    {
    }

    /**
     * A loop.
     *
     * @param name             of it.
     * @param cpu              that it is bound to; below 0 if to none.
     * @param cycles           duty cycles.
     * @param longestCycleNs   the longest duty cycle with work.
     * @param longestGapNs     the longest time between the starts of two cycles.
     * @param stalls           cycles longer than the threshold.
     * @param stallThresholdNs that threshold.
     * @param busyNs           how long its agents have been at work.
     */
    public record Loop(
        String name,
        int cpu,
        long cycles,
        long longestCycleNs,
        long longestGapNs,
        long stalls,
        long stallThresholdNs,
        long busyNs)
    {
    }

    /**
     * A channel.
     *
     * @param source    who writes.
     * @param target    who reads.
     * @param streamId  of Aeron.
     * @param sent      frames committed.
     * @param received  frames handled.
     * @param refused   attempts that found no room.
     * @param malformed frames passed over.
     */
    public record Channel(
        String source, String target, int streamId, long sent, long received, long refused, long malformed)
    {
        /**
         * What it is called.
         *
         * @return for example {@code atlas->spector}.
         */
        public String name()
        {
            return source + "->" + target;
        }

        /**
         * How many frames are on their way.
         *
         * @return those sent and neither received nor passed over.
         */
        public long backlog()
        {
            return Math.max(0, sent - received - malformed);
        }
    }

    /**
     * A memory domain.
     *
     * @param number        by which pools refer to it.
     * @param owner         whose memory it is.
     * @param usedBytes     handed out.
     * @param quotaBytes    that may be.
     * @param residentBytes in memory.
     * @param lockedBytes   of these, that cannot leave it.
     * @param bytesByNode   resident bytes by NUMA node.
     * @param wishedPages   page sizes in the order of preference.
     * @param pages         the page size that it has.
     * @param wishedNodes   {@code local}, {@code node N} or {@code interleave N,M}.
     * @param backing       {@code anonymous}, or the file by which others map it.
     * @param reasons       why something is other than wished.
     */
    public record Domain(
        int number,
        String owner,
        long usedBytes,
        long quotaBytes,
        long residentBytes,
        long lockedBytes,
        Map<Integer, Long> bytesByNode,
        String wishedPages,
        String pages,
        String wishedNodes,
        String backing,
        List<String> reasons)
    {
    }

    /**
     * A pool.
     *
     * @param domain      that it lies in.
     * @param owner       of that.
     * @param name        of the pool.
     * @param slotBytes   of a slot.
     * @param slots       how many.
     * @param inUse       of these, held.
     * @param highWater   the most that were held at one time.
     * @param exhaustions acquires that found none free.
     * @param refusals    of stale handles.
     * @param reclaimed   holds of the dead given back.
     */
    public record Pool(
        int domain,
        String owner,
        String name,
        long slotBytes,
        long slots,
        long inUse,
        long highWater,
        long exhaustions,
        long refusals,
        long reclaimed)
    {
    }

    /**
     * The scrubber.
     *
     * @param pages      read and compared.
     * @param mismatches pages found other than sealed.
     * @param passes     over everything.
     */
    public record Scrubber(long pages, long mismatches, long passes)
    {
    }

    /**
     * The checkpoints of a block's state.
     *
     * @param block        whose state it is.
     * @param checkpoints  written.
     * @param failures     not written.
     * @param writtenBytes that they take.
     * @param lastSequence of the newest.
     */
    public record State(String block, long checkpoints, long failures, long writtenBytes, long lastSequence)
    {
    }
}
