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
package io.zetatron.figcom.counters;

/**
 * What is counted of each kind of thing: the number that stands in the key, and the label for people, in which
 * <code>{s}</code> is the subject, <code>{o}</code> the object, <code>{n}</code> the number and <code>{p}</code> the
 * part of the key (see {@link CounterKey}). Numbers stay; a new metric gets a new one.
 * <p>
 * The order matters where one figure is taken from another: who reads takes them in this order, so that a channel never
 * seems to have received what it has not sent.
 */
public enum Metric
{
    /** {@link KernelLayout#BOOTING}, RUNNING or ENDING; the number of the key is the version of this layout. */
    KERNEL_STATE(CounterType.KERNEL, 1, "kernel state, layout {n}"),
    /** Changes before and after each refresh of domains, pools, scrubber and state; odd in between. */
    KERNEL_REFRESHES(CounterType.KERNEL, 2, "kernel refreshes of memory counters, two each"),
    /** Text: where rows come from. */
    KERNEL_SOURCE(CounterType.KERNEL, 3, "kernel source: "),
    /** Text: the kernel's version. */
    KERNEL_VERSION(CounterType.KERNEL, 4, "kernel version: "),

    /** Rows whose result has left. */
    ROWS_OUT(CounterType.ROWS, 2, "rows out"),
    /** Rows that have entered. */
    ROWS_IN(CounterType.ROWS, 1, "rows in"),
    /** Rows among those out that are anomalies. */
    ROWS_ANOMALIES(CounterType.ROWS, 3, "anomalies"),
    /** Rows that may be in flight now. */
    ROWS_CREDIT(CounterType.ROWS, 4, "credit window rows"),
    /** Numeric columns of a row. */
    ROWS_COLUMNS(CounterType.ROWS, 5, "columns"),

    /** Subject: engine and block; object: what the block calls it. */
    BLOCK_FIGURE(CounterType.BLOCK, 1, "block {s} {o}"),

    /** Duty cycles. Subject of all of these: the loop. */
    LOOP_CYCLES(CounterType.LOOP, 1, "loop {s} cycles"),
    /** The longest duty cycle in which some agent had work, in ns. */
    LOOP_LONGEST_CYCLE_NS(CounterType.LOOP, 2, "loop {s} longest cycle ns"),
    /** Such cycles that were longer than the threshold. */
    LOOP_STALLS(CounterType.LOOP, 3, "loop {s} stalls"),
    /** The longest time between the starts of two cycles since a sampler last took it away, in ns. */
    LOOP_GAP_NS(CounterType.LOOP, 4, "loop {s} gap ns, until it is sampled"),
    /** The longest of the gaps that were taken away, in ns. */
    LOOP_LONGEST_GAP_NS(CounterType.LOOP, 5, "loop {s} longest sampled gap ns"),
    /** The length from which a duty cycle counts as a stall, in ns. */
    LOOP_STALL_THRESHOLD_NS(CounterType.LOOP, 6, "loop {s} stall threshold ns"),
    /** The CPU that the thread is bound to, read back from it; -1 if to none. */
    LOOP_CPU(CounterType.LOOP, 7, "loop {s} cpu"),
    /** How long the turns with work of an agent took together, in ns. Object: the agent. */
    LOOP_BUSY_NS(CounterType.LOOP, 8, "loop {s} busy ns: {o}"),

    /** Text: what an engine does. Subject: the engine; object: the loop that runs it. */
    ENGINE_TITLE(CounterType.ENGINE, 1, "engine {s} on {o}: "),

    /** Frames handled. Subject of all of these: who writes; object: who reads; number: the Aeron stream's id. */
    CHANNEL_RECEIVED(CounterType.CHANNEL, 2, "channel {s}->{o} frames received"),
    /** Frames passed over because they were malformed. */
    CHANNEL_MALFORMED(CounterType.CHANNEL, 4, "channel {s}->{o} frames malformed"),
    /** Frames committed. */
    CHANNEL_SENT(CounterType.CHANNEL, 1, "channel {s}->{o} frames sent"),
    /** Attempts to send that found no room. */
    CHANNEL_REFUSED(CounterType.CHANNEL, 3, "channel {s}->{o} frames refused"),
    /** Frames handed over after their deadline; only where the channel has deadlines. */
    CHANNEL_LATE(CounterType.CHANNEL, 5, "channel {s}->{o} frames late"),
    /** Frames dropped for want of room; only where the channel was declared to shed. */
    CHANNEL_SHED(CounterType.CHANNEL, 6, "channel {s}->{o} frames shed"),
    /** Frames that the reader knows it has missed; only where the channel was declared to shed. */
    CHANNEL_MISSED(CounterType.CHANNEL, 7, "channel {s}->{o} frames missed"),
    /** The sequence after the last frame whose handling was committed. The part is the lane. */
    CHANNEL_POSITION(CounterType.CHANNEL, 8, "channel {s}->{o} lane {p} position"),

    /** Bytes handed out. Subject of all of these: the owner; number: the domain's, from 0. */
    DOMAIN_USED_BYTES(CounterType.DOMAIN, 1, "domain {s} used bytes"),
    /** Bytes that may be handed out. */
    DOMAIN_QUOTA_BYTES(CounterType.DOMAIN, 2, "domain {s} quota bytes"),
    /** Bytes in memory; -1 if not known (yet). */
    DOMAIN_RESIDENT_BYTES(CounterType.DOMAIN, 3, "domain {s} resident bytes"),
    /** Bytes in memory that cannot leave it; -1 if not known (yet). */
    DOMAIN_LOCKED_BYTES(CounterType.DOMAIN, 4, "domain {s} locked bytes"),
    /** Bytes in memory on one NUMA node, whose number is the part; -1 if not known (yet). */
    DOMAIN_NODE_BYTES(CounterType.DOMAIN, 5, "domain {s} resident bytes on node {p}"),
    /** Text: the page sizes wished for, in the order of preference. */
    DOMAIN_WISHED_PAGES(CounterType.DOMAIN, 6, "domain {s} wished pages: "),
    /** Text: the page size that it has. */
    DOMAIN_PAGES(CounterType.DOMAIN, 7, "domain {s} pages: "),
    /** Text: {@code local}, {@code node N} or {@code interleave N,M}. */
    DOMAIN_WISHED_NODES(CounterType.DOMAIN, 8, "domain {s} wished nodes: "),
    /** Text: {@code anonymous}, or the file by which others map it. */
    DOMAIN_BACKING(CounterType.DOMAIN, 9, "domain {s} backing: "),
    /** Text: why something is other than wished. The part counts reasons from 0. */
    DOMAIN_REASON(CounterType.DOMAIN, 10, "domain {s} reason: "),

    /** Bytes of a slot. Subject: the domain's owner; object: the pool; number: the domain's; part: the pool's. */
    POOL_SLOT_BYTES(CounterType.POOL, 1, "pool {o} of {s} slot bytes"),
    /** Slots. */
    POOL_SLOTS(CounterType.POOL, 2, "pool {o} of {s} slots"),
    /** Slots that are held. */
    POOL_IN_USE(CounterType.POOL, 3, "pool {o} of {s} slots in use"),
    /** The most slots that were held at one time. */
    POOL_HIGH_WATER(CounterType.POOL, 4, "pool {o} of {s} high water"),
    /** How often an acquire found no free slot. */
    POOL_EXHAUSTIONS(CounterType.POOL, 5, "pool {o} of {s} exhaustions"),
    /** How often a handle was refused because it was stale. */
    POOL_REFUSALS(CounterType.POOL, 6, "pool {o} of {s} stale handles refused"),
    /** Holds of the dead that were given back. */
    POOL_RECLAIMED(CounterType.POOL, 7, "pool {o} of {s} holds reclaimed"),

    /** Pages read and compared. */
    SCRUBBER_PAGES(CounterType.SCRUBBER, 1, "scrubber pages checked"),
    /** How often a page was not what was sealed. */
    SCRUBBER_MISMATCHES(CounterType.SCRUBBER, 2, "scrubber mismatches"),
    /** How often all regions have been read. */
    SCRUBBER_PASSES(CounterType.SCRUBBER, 3, "scrubber passes"),

    /** Checkpoints written. Subject of all of these: the block. */
    STATE_CHECKPOINTS(CounterType.STATE, 1, "state {s} checkpoints"),
    /** Checkpoints that could not be written. */
    STATE_FAILURES(CounterType.STATE, 2, "state {s} checkpoints failed"),
    /** Bytes that the checkpoints take. */
    STATE_WRITTEN_BYTES(CounterType.STATE, 3, "state {s} bytes written"),
    /** Sequence number of the newest checkpoint; 0 if there is none. */
    STATE_LAST_SEQUENCE(CounterType.STATE, 4, "state {s} last checkpoint");

    private static final Metric[] ALL = values();

    private final CounterType type;
    private final int number;
    private final String label;

    Metric(final CounterType type, final int number, final String label)
    {
        this.type = type;
        this.number = number;
        this.label = label;
    }

    /**
     * What it is counted of.
     *
     * @return the type.
     */
    public CounterType type()
    {
        return type;
    }

    /**
     * Its number in keys.
     *
     * @return the number, from 1 within its type.
     */
    public int number()
    {
        return number;
    }

    /**
     * The label, with places for what is in the key.
     *
     * @return the label; that of a text ends where the text begins.
     */
    String label()
    {
        return label;
    }

    /**
     * Whether it is a text, which stands at the end of the label, and no figure.
     *
     * @return true if so.
     */
    public boolean isText()
    {
        return label.endsWith(": ");
    }

    static Metric of(final CounterType type, final int number)
    {
        for (final Metric metric : ALL)
        {
            if (metric.type == type && metric.number == number)
            {
                return metric;
            }
        }
        return null;
    }
}
