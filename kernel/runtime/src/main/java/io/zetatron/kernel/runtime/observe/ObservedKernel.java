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

import io.zetatron.figcom.BusFolder;
import io.zetatron.figcom.CountersFile;
import io.zetatron.figcom.UnknownCountersException;
import io.zetatron.figcom.counters.CounterReading;
import io.zetatron.figcom.counters.KernelLayout;
import io.zetatron.kernel.runtime.KernelException;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A kernel of another process, or of this one, that is looked at without disturbing it.
 * <p>
 * Not thread-safe.
 */
public final class ObservedKernel implements AutoCloseable
{
    /**
     * How long a kernel that boots is waited for.
     */
    public static final long BOOT_TIMEOUT_MS = 5_000;

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String OTHER_VERSION = " is of another version than this command, and has to be looked at " +
        "with its own: ";

    private final RunningKernel kernel;
    private final CountersFile counters;

    /**
     * What has become of a kernel.
     */
    public enum Life
    {
        /** It runs. */
        RUNNING,
        /** It has ended in order. */
        ENDED,
        /** It has ended otherwise: killed, crashed or aborted. */
        DIED
    }

    private ObservedKernel(final RunningKernel kernel, final CountersFile counters)
    {
        this.kernel = kernel;
        this.counters = counters;
    }

    /**
     * Look at a kernel; at one that boots, once it has.
     *
     * @param kernel    to look at.
     * @param timeoutMs how long one that boots is waited for.
     * @return the kernel, which the caller closes.
     * @throws KernelException if it is of another version, does not come up, or may not be looked at.
     */
    public static ObservedKernel attach(final RunningKernel kernel, final long timeoutMs)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try
        {
            final CountersFile counters = open(kernel, deadlineNs);
            try
            {
                awaitBooted(kernel, counters, deadlineNs);
                return new ObservedKernel(
                    new RunningKernel(counters.pid(), kernel.folder(), counters.startEpochMs()), counters);
            }
            catch (final KernelException | IOException ex)
            {
                counters.close();
                throw ex;
            }
        }
        catch (final UnknownCountersException ex)
        {
            throw new KernelException(kernel.name() + OTHER_VERSION + ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot read the counters of " + kernel.name() + ": " + ex, ex);
        }
    }

    private static CountersFile open(final RunningKernel kernel, final long deadlineNs) throws IOException
    {
        while (true)
        {
            try
            {
                return CountersFile.open(kernel.folder());
            }
            catch (final NoSuchFileException | EOFException ex)
            {
                pause(kernel, deadlineNs, ex.getMessage());
            }
        }
    }

    private static void awaitBooted(
        final RunningKernel kernel, final CountersFile counters, final long deadlineNs) throws IOException
    {
        while (true)
        {
            final SnapshotReader reader = new SnapshotReader(counters.readings());
            final Optional<CounterReading> state = reader.state();
            if (state.isPresent() && state.get().key().number() != KernelLayout.VERSION)
            {
                throw new KernelException(kernel.name() + OTHER_VERSION + "its counters have layout " +
                    state.get().key().number() + ", not " + KernelLayout.VERSION + ", and its version is " +
                    reader.version());
            }
            if (state.isPresent() && state.get().value() != KernelLayout.BOOTING)
            {
                return;
            }
            pause(kernel, deadlineNs, state.isPresent() ? "it is still booting" :
                "its counters do not say their layout; is it of an older version?");
        }
    }

    private static void pause(final RunningKernel kernel, final long deadlineNs, final String reason)
        throws IOException
    {
        if (!BusFolder.isLivedIn(kernel.folder()))
        {
            throw new KernelException(kernel.name() + " has ended");
        }
        if (System.nanoTime() - deadlineNs >= 0)
        {
            throw new KernelException(kernel.name() + " does not show its counters: " + reason);
        }
        LockSupport.parkNanos(POLL_NS);
    }

    /**
     * The kernel.
     *
     * @return which it is.
     */
    public RunningKernel kernel()
    {
        return kernel;
    }

    /**
     * What the kernel has counted until now, or until its end.
     *
     * @return a snapshot.
     */
    public KernelSnapshot snapshot()
    {
        return new SnapshotReader(counters.readings()).snapshot(
            kernel, System.nanoTime(), System.currentTimeMillis());
    }

    /**
     * What has become of the kernel.
     *
     * @return its life.
     */
    public Life life()
    {
        try
        {
            if (counters.isCurrent() && BusFolder.isLivedIn(kernel.folder()))
            {
                return Life.RUNNING;
            }
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot tell any more whether " + kernel.name() + " lives: " + ex, ex);
        }
        // What a kernel said last can still be read when its files have gone.
        return new SnapshotReader(counters.readings()).state()
            .filter((state) -> state.value() == KernelLayout.ENDING).isPresent() ? Life.ENDED : Life.DIED;
    }

    @Override
    public void close()
    {
        counters.close();
    }
}
