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

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Reads sealed regions again and again at a bounded rate, and compares each page with its hash at sealing: finds what
 * has changed without being written to, such as flipped bits.
 * <p>
 * {@link #doWork} belongs to one thread at a time; all else may be called by any thread.
 */
public final class Scrubber implements Agent
{
    /**
     * Who is told of pages that have changed.
     */
    @FunctionalInterface
    public interface MismatchHandler
    {
        /**
         * A page is not what was sealed. Called each time it is found so, once a pass over its region; must not throw.
         *
         * @param region   it lies in.
         * @param page     index of it in the region.
         * @param expected its hash at sealing.
         * @param found    its hash now.
         */
        void onMismatch(StateRegion region, int page, Sha256 expected, Sha256 found);
    }

    /**
     * The lowest rate.
     */
    public static final long MIN_BYTES_PER_SECOND = 4096;

    /**
     * The highest rate.
     */
    public static final long MAX_BYTES_PER_SECOND = 1L << 33;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_BYTES_PER_CALL = 1 << 20;

    private final long bytesPerSecond;
    private final NanoClock clock;
    private final MismatchHandler handler;
    private StateRegion[] regions = {};
    private byte[] buffer = {};
    private int region;
    private int page;
    private long creditBytes;
    private long remainder;
    private long lastNs;
    private volatile long scrubbedPages;
    private volatile long mismatches;
    private volatile long passes;

    /**
     * A scrubber without regions.
     *
     * @param bytesPerSecond the most that is read, {@link #MIN_BYTES_PER_SECOND} to
     *                       {@link #MAX_BYTES_PER_SECOND}.
     * @param clock          that measures the rate.
     * @param handler        told of what has changed.
     */
    public Scrubber(final long bytesPerSecond, final NanoClock clock, final MismatchHandler handler)
    {
        if (bytesPerSecond < MIN_BYTES_PER_SECOND || bytesPerSecond > MAX_BYTES_PER_SECOND)
        {
            throw new IllegalArgumentException("scrubbing at " + bytesPerSecond + " bytes a second: choose " +
                MIN_BYTES_PER_SECOND + " to " + MAX_BYTES_PER_SECOND);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.handler = handler;
        this.lastNs = clock.nanoTime();
    }

    /**
     * Scrub a region from now on.
     *
     * @param added sealed, and not added before; its memory must stay valid until it is removed.
     */
    public synchronized void add(final StateRegion added)
    {
        if (!added.isSealed())
        {
            throw new IllegalArgumentException(
                "state region " + added.schema().name() + " may still change: seal it before it is scrubbed");
        }
        for (final StateRegion known : regions)
        {
            if (known == added)
            {
                throw new IllegalArgumentException("state region " + added.schema().name() + " is scrubbed already");
            }
        }
        final StateRegion[] more = Arrays.copyOf(regions, regions.length + 1);
        more[regions.length] = added;
        regions = more;
        if (buffer.length < added.pageBytes())
        {
            buffer = new byte[added.pageBytes()];
        }
    }

    /**
     * Scrub a region no more. When this returns, nothing reads its memory for the scrubber.
     *
     * @param removed region; nothing happens if it is not scrubbed.
     */
    public synchronized void remove(final StateRegion removed)
    {
        regions = Arrays.stream(regions).filter((known) -> known != removed).toArray(StateRegion[]::new);
        // The pass over all regions begins anew.
        region = 0;
        page = 0;
    }

    /**
     * Scrub as much as the time since the last call allows, but at most 1 MiB, or one page if that is more.
     *
     * @return how many pages were scrubbed.
     */
    @Override
    public int doWork()
    {
        earn();
        int pages = 0;
        int bytes = 0;
        while (bytes < MAX_BYTES_PER_CALL)
        {
            final int length = scrub();
            if (length == 0)
            {
                break;
            }
            bytes += length;
            pages++;
        }
        return pages;
    }

    private void earn()
    {
        final long nowNs = clock.nanoTime();
        // What was not read in a second is not caught up with.
        final long elapsedNs = Math.min(nowNs - lastNs, SECOND_NS);
        lastNs = nowNs;
        final long earned = elapsedNs * bytesPerSecond + remainder;
        creditBytes = Math.min(creditBytes + earned / SECOND_NS, Math.max(bytesPerSecond, StateRegion.MAX_PAGE_BYTES));
        remainder = earned % SECOND_NS;
    }

    private synchronized int scrub()
    {
        if (regions.length == 0)
        {
            return 0;
        }
        final StateRegion current = regions[region];
        final int length = current.pageLengthBytes(page);
        if (creditBytes < length)
        {
            return 0;
        }
        creditBytes -= length;
        final Sha256 expected = current.sealedHash(page);
        final Sha256 found = current.hash(page, buffer);
        scrubbedPages = scrubbedPages + 1;
        if (!found.equals(expected))
        {
            mismatches = mismatches + 1;
            handler.onMismatch(current, page, expected, found);
        }
        if (++page == current.pages())
        {
            page = 0;
            if (++region == regions.length)
            {
                region = 0;
                passes = passes + 1;
            }
        }
        return length;
    }

    /**
     * How many pages have been read and compared.
     *
     * @return since the beginning.
     */
    public long scrubbedPages()
    {
        return scrubbedPages;
    }

    /**
     * How often a page was not what was sealed.
     *
     * @return since the beginning.
     */
    public long mismatches()
    {
        return mismatches;
    }

    /**
     * How often all regions have been read.
     *
     * @return since the beginning.
     */
    public long passes()
    {
        return passes;
    }

    @Override
    public String roleName()
    {
        return "scrubber";
    }
}
