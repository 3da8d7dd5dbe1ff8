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
package io.zetatron.scheduler;

import io.zetatron.nativeaccess.CpuList;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that gives each of its agents a turn, over and over, bound to one CPU or to none.
 * <p>
 * One thread starts and closes it: one that is itself not bound to a CPU, because a new thread inherits the binding of
 * the thread that starts it. An agent that throws ends the loop: the error is handed to the handler, and the agents are
 * closed. Running allocates nothing.
 */
public final class CoreLoop implements Runnable, AutoCloseable
{
    private static final long JOIN_MS = 10;

    private final String name;
    private final int cpu;
    private final Agent[] agents;
    private final IdleStrategy idleStrategy;
    private final NanoClock clock;
    private final LoopCounters counters;
    private final ErrorHandler errorHandler;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean isRunning = true;
    private volatile Pin pin;

    /**
     * A loop that has not been started.
     *
     * @param name         of the loop and its thread.
     * @param cpu          to bind the thread to, or {@link Pin#ANY_CPU}.
     * @param agents       to run, in turn.
     * @param idleStrategy for cycles in which no agent had work; not shared with another loop.
     * @param clock        monotonic.
     * @param counters     that the loop keeps up to date, with a busy time for each agent.
     * @param errorHandler that is told why the loop ended early; it must not throw.
     */
    public CoreLoop(
        final String name,
        final int cpu,
        final List<? extends Agent> agents,
        final IdleStrategy idleStrategy,
        final NanoClock clock,
        final LoopCounters counters,
        final ErrorHandler errorHandler)
    {
        if (counters.busyNs().size() != agents.size())
        {
            throw new IllegalArgumentException(name + ": " + counters.busyNs().size() + " busy times for " +
                agents.size() + " agents");
        }
        this.name = name;
        this.cpu = cpu;
        this.agents = agents.toArray(Agent[]::new);
        this.idleStrategy = idleStrategy;
        this.clock = clock;
        this.counters = counters;
        this.errorHandler = errorHandler;
        thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this);
    }

    /**
     * Start the thread and return at once.
     */
    public void start()
    {
        thread.start();
    }

    /**
     * Wait until the thread runs and has tried to bind itself.
     *
     * @return what it asked for and got.
     */
    public Pin awaitPin()
    {
        try
        {
            started.await();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " started", ex);
        }
        return pin;
    }

    /**
     * The loop's name.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * What the loop counts.
     *
     * @return its counters.
     */
    public LoopCounters counters()
    {
        return counters;
    }

    /**
     * Bind the thread and run the agents until the loop is closed or an agent throws.
     */
    @Override
    public void run()
    {
        Throwable failure = null;
        try
        {
            pin = Pin.bindCallingThread(cpu);
        }
        catch (final Throwable ex)
        {
            failure = ex;
            pin = new Pin(cpu, CpuList.of(), "the thread could not start: " + ex);
        }
        finally
        {
            started.countDown();
        }

        try
        {
            if (failure == null)
            {
                runAgents();
            }
        }
        catch (final Throwable ex)
        {
            failure = ex;
        }
        closeAgents(failure);
    }

    /**
     * Ask the thread to end after its current duty cycle, and wait until it has. Closing again does nothing. The
     * agents of a loop that was never started are not closed: they are still their owner's.
     */
    @Override
    public void close()
    {
        isRunning = false;
        boolean isInterrupted = false;
        // An agent may close its own loop, but cannot wait for itself.
        while (thread.isAlive() && !thread.equals(Thread.currentThread()))
        {
            try
            {
                LockSupport.unpark(thread);
                thread.join(JOIN_MS);
            }
            catch (final InterruptedException ex)
            {
                isInterrupted = true;
            }
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void runAgents() throws Exception
    {
        for (final Agent agent : agents)
        {
            agent.onStart();
        }

        long lastStartNs = clock.nanoTime();
        while (isRunning)
        {
            final long startNs = clock.nanoTime();
            counters.onCycleStart(startNs - lastStartNs);
            lastStartNs = startNs;
            idleStrategy.idle(runCycle(startNs));
        }
    }

    private int runCycle(final long startNs) throws Exception
    {
        int workCount = 0;
        long nowNs = startNs;
        for (int i = 0; i < agents.length; i++)
        {
            final int work = agents[i].doWork();
            if (work > 0)
            {
                final long endNs = clock.nanoTime();
                counters.onAgentWork(i, endNs - nowNs);
                nowNs = endNs;
                workCount += work;
            }
        }
        if (workCount > 0)
        {
            counters.onBusyCycle(nowNs - startNs);
        }
        return workCount;
    }

    // An exception cannot suppress itself, whatever it is equal to.
    @SuppressWarnings("ReferenceEquality")
    private void closeAgents(final Throwable failure)
    {
        Throwable first = failure;
        for (final Agent agent : agents)
        {
            try
            {
                agent.onClose();
            }
            catch (final Throwable ex)
            {
                if (first == null)
                {
                    first = ex;
                }
                else if (first != ex)
                {
                    first.addSuppressed(ex);
                }
            }
        }
        if (first != null)
        {
            errorHandler.onError(first);
        }
    }
}
