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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.Kernel;
import io.zetatron.kernel.runtime.KernelException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Follows a kernel to its end and keeps a view up to date. For the thread that owns the kernel.
 */
final class Watch
{
    private static final long STOP_POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NEVER = Long.MAX_VALUE;

    private final Kernel kernel;
    private final StopRequest stop;
    private final RunView view;
    private final DoubleSupplier progress;
    private final long startNs = System.nanoTime();
    private long limitNs = NEVER;
    private long updatedNs = startNs;
    private long stoppedNs;
    private boolean isStopping;
    private int notesSeen;

    Watch(final Kernel kernel, final StopRequest stop, final RunView view, final DoubleSupplier progress)
    {
        this.kernel = kernel;
        this.stop = stop;
        this.view = view;
        this.progress = progress;
    }

    /**
     * End the stream by itself.
     *
     * @param seconds after which it does; 0 for never.
     * @return this.
     */
    Watch limitSeconds(final long seconds)
    {
        limitNs = seconds == 0 ? NEVER : TimeUnit.SECONDS.toNanos(seconds);
        return this;
    }

    /**
     * Return when the kernel has ended.
     *
     * @param timeoutNs for rows in flight to come out after a stop.
     * @throws KernelException      if they do not.
     * @throws InterruptedException if the calling thread is interrupted.
     */
    void untilEnd(final long timeoutNs) throws InterruptedException
    {
        showNotes();
        while (!kernel.awaitEnd(TimeUnit.NANOSECONDS.toMillis(pauseNs(System.nanoTime()))))
        {
            showNotes();
            final long nowNs = System.nanoTime();
            followStop(nowNs, timeoutNs);
            if (nowNs - updatedNs >= intervalNs())
            {
                updatedNs = nowNs;
                view.update(kernel.status(), progress.getAsDouble());
            }
        }
        showNotes();
    }

    private void followStop(final long nowNs, final long timeoutNs)
    {
        if (nowNs - startNs >= limitNs)
        {
            stop.request();
        }
        if (stop.isRequested() && !isStopping)
        {
            isStopping = true;
            stoppedNs = nowNs;
            view.stopping();
        }
        if (isStopping && nowNs - stoppedNs > timeoutNs)
        {
            final String interrupted = kernel.interruptedOutput();
            throw new KernelException("the rows in flight did not come out within " +
                TimeUnit.NANOSECONDS.toSeconds(timeoutNs) + " s of the stop" +
                (interrupted.isEmpty() ? "" : "; " + interrupted));
        }
    }

    private long pauseNs(final long nowNs)
    {
        final long untilUpdateNs = intervalNs() - (nowNs - updatedNs);
        final long untilLimitNs = limitNs == NEVER ? NEVER : limitNs - (nowNs - startNs);
        final long pauseNs = Math.min(untilUpdateNs, isStopping ? STOP_POLL_NS : untilLimitNs);
        return Math.max(0, pauseNs) + TimeUnit.MILLISECONDS.toNanos(1) - 1;
    }

    private long intervalNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(view.intervalMs());
    }

    /**
     * How many of the kernel's notes were shown.
     *
     * @return the count.
     */
    int notesSeen()
    {
        return notesSeen;
    }

    private void showNotes()
    {
        final List<String> notes = kernel.notes().since(notesSeen);
        notesSeen += notes.size();
        if (!notes.isEmpty())
        {
            view.notes(notes);
        }
    }
}
