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
import org.jline.utils.Signals;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The wish that a run may end, by a signal or otherwise. The first Ctrl-C lets the rows in flight come out, the second
 * one ends the process at once. Safe for use by any thread.
 */
final class StopRequest implements AutoCloseable
{
    /**
     * Exit code of a process that Ctrl-C has ended: 128 and the signal's number, as shells have it.
     */
    static final int ABORTED = 130;

    private static final int FAILED = 1;
    private static final long CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LAST_WORD_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ABORT_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Map<String, Object> handlersBefore = new HashMap<>();
    private final PrintWriter err;
    private final IntConsumer exit;
    private final long timeoutNs;
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile boolean isRequested;
    private volatile boolean isClosed;
    private volatile Kernel kernel;
    private volatile RunView view;

    StopRequest(final PrintWriter err, final IntConsumer exit, final long timeoutNs)
    {
        this.err = err;
        this.exit = exit;
        this.timeoutNs = timeoutNs;
    }

    /**
     * Take over the signals that end a process. One that the process was started to ignore stays ignored.
     *
     * @param err       for the last word of a process that is aborted.
     * @param timeoutNs after which a process that was asked to end is ended, whatever it is blocked in.
     * @return the request, which gives the signals back when it is closed.
     */
    static StopRequest listen(final PrintWriter err, final long timeoutNs)
    {
        final StopRequest stop = new StopRequest(err, Runtime.getRuntime()::halt, timeoutNs);
        stop.handle("INT", stop::onInterrupt);
        stop.handle("TERM", stop::request);
        stop.handle("HUP", stop::request);
        return stop;
    }

    @Override
    public void close()
    {
        isClosed = true;
        handlersBefore.forEach(Signals::unregister);
    }

    private void handle(final String signal, final Runnable handler)
    {
        handlersBefore.put(signal, Signals.register(signal, handler));
    }

    /**
     * Say what is to be stopped.
     *
     * @param running kernel, which may still boot.
     */
    void serve(final Kernel running)
    {
        kernel = running;
        if (isRequested)
        {
            running.stop();
        }
    }

    /**
     * Say what an abort has to take off the terminal.
     *
     * @param shown view.
     */
    void shows(final RunView shown)
    {
        view = shown;
    }

    boolean isRequested()
    {
        return isRequested;
    }

    void request()
    {
        if (!isRequested)
        {
            isRequested = true;
            endAfter(timeoutNs, FAILED, "zetatron: the run could not be ended within its time and was given up");
        }
        final Kernel running = kernel;
        if (running != null)
        {
            running.stop();
        }
    }

    /**
     * The run has failed and is being closed: end the process soon, even if something is blocked for good.
     */
    void failed()
    {
        endAfter(CLOSE_TIMEOUT_NS, FAILED, "zetatron: the failed run could not be closed and was given up");
    }

    void onInterrupt()
    {
        if (interrupts.incrementAndGet() == 1)
        {
            request();
        }
        else
        {
            abort();
        }
    }

    private void abort()
    {
        // First what must not be left behind; then what may block, on a terminal or a pipe that nobody reads.
        abandonKernel();
        endAfter(ABORT_TIMEOUT_NS, ABORTED, "");
        final RunView shown = view;
        if (shown != null)
        {
            shown.close();
        }
        err.println("zetatron: aborted; rows in flight are lost");
        err.flush();
        isClosed = true;
        exit.accept(ABORTED);
    }

    private void abandonKernel()
    {
        final Kernel running = kernel;
        if (running != null)
        {
            running.abandon();
        }
    }

    private void endAfter(final long delayNs, final int exitCode, final String lastWord)
    {
        Thread.ofPlatform().name("last-resort").daemon(true).start(() ->
        {
            final long endNs = System.nanoTime() + delayNs;
            for (long leftNs = delayNs; leftNs > 0; leftNs = endNs - System.nanoTime())
            {
                LockSupport.parkNanos(leftNs);
                if (isClosed)
                {
                    return;
                }
            }
            abandonKernel();
            if (!lastWord.isEmpty())
            {
                // Not through the writer, whose lock a blocked thread may hold, and not waiting for a reader either.
                Thread.ofPlatform().daemon(true).start(() -> printUnlocked(lastWord));
                LockSupport.parkNanos(LAST_WORD_NS);
            }
            exit.accept(exitCode);
        });
    }

    private static void printUnlocked(final String line)
    {
        try
        {
            Files.writeString(Path.of("/proc/self/fd/2"), line + "\n", StandardOpenOption.WRITE);
        }
        catch (final IOException ex)
        {
            // Standard error is gone: the exit code has to say it.
            return;
        }
    }
}
