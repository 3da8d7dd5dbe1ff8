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

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final Map<String, Object> handlersBefore = new HashMap<>();
    private final PrintWriter err;
    private final IntConsumer exit;
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile boolean isRequested;
    private volatile Kernel kernel;
    private volatile RunView view;

    StopRequest(final PrintWriter err, final IntConsumer exit)
    {
        this.err = err;
        this.exit = exit;
    }

    /**
     * Take over the signals that end a process. One that the process was started to ignore stays ignored.
     *
     * @param err for the last word of a process that is aborted.
     * @return the request, which gives the signals back when it is closed.
     */
    static StopRequest listen(final PrintWriter err)
    {
        final StopRequest stop = new StopRequest(err, Runtime.getRuntime()::halt);
        stop.handle("INT", stop::onInterrupt);
        stop.handle("TERM", stop::request);
        stop.handle("HUP", stop::request);
        return stop;
    }

    @Override
    public void close()
    {
        handlersBefore.forEach(Signals::unregister);
    }

    private void handle(final String signal, final Runnable handler)
    {
        handlersBefore.put(signal, Signals.register(signal, handler));
    }

    /**
     * Say what is to be stopped.
     *
     * @param running kernel.
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
        isRequested = true;
        final Kernel running = kernel;
        if (running != null)
        {
            running.stop();
        }
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
        try
        {
            if (view != null)
            {
                view.close();
            }
            err.println("zetatron: aborted; rows in flight are lost");
            err.flush();
            if (kernel != null)
            {
                kernel.abandon();
            }
        }
        finally
        {
            exit.accept(ABORTED);
        }
    }
}
