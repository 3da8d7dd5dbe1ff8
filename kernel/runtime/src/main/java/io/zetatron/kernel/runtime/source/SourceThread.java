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
package io.zetatron.kernel.runtime.source;

import org.agrona.ErrorHandler;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread that turns the pump. It is bound to no core, and may be blocked inside the source for any time: closing
 * does not wait for it longer than a moment.
 */
public final class SourceThread implements AutoCloseable
{
    private static final long CLOSE_TIMEOUT_MS = 500;

    private final SourcePump pump;
    private final ErrorHandler errorHandler;
    private final Thread thread = Thread.ofPlatform().name("source").daemon(true).unstarted(this::run);
    private volatile boolean isRunning = true;

    /**
     * A thread that has not been started.
     *
     * @param pump         to turn.
     * @param errorHandler that is told if the source fails; it must not throw.
     */
    public SourceThread(final SourcePump pump, final ErrorHandler errorHandler)
    {
        this.pump = pump;
        this.errorHandler = errorHandler;
    }

    /**
     * Start the thread.
     */
    public void start()
    {
        thread.start();
    }

    /**
     * Ask the thread to end, and wait a moment for it. A thread that is still blocked inside the source afterwards is a
     * daemon, and touches nothing but the source when it comes back.
     */
    @Override
    public void close()
    {
        isRunning = false;
        pump.abandon();
        try
        {
            thread.join(CLOSE_TIMEOUT_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        try
        {
            while (isRunning && !pump.isEnded())
            {
                if (pump.doWork() == 0)
                {
                    LockSupport.parkNanos(pump.idleNs());
                }
            }
        }
        catch (final Throwable ex)
        {
            if (isRunning)
            {
                errorHandler.onError(ex);
            }
        }
    }
}
