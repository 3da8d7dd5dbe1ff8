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
package io.zetatron.kernel.runtime;

import io.aeron.exceptions.AeronException;
import io.zetatron.figcom.BusFolder;
import io.zetatron.figcom.HopRecorders;
import io.zetatron.figcom.MalformedFrameException;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.kernel.runtime.engine.EngineHost;
import io.zetatron.memory.QuotaExceededException;
import io.zetatron.scheduler.CoreLoop;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.IoUtil;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A running kernel. One thread boots, watches, finishes and closes it: one that is bound to no core. Any thread may
 * {@link #stop()} it.
 * <p>
 * Life: {@link #boot}, then {@link #awaitEnd} until it returns true, {@link #finish()}, {@link #close()}.
 */
public final class Kernel implements AutoCloseable
{
    private final KernelParts parts = new KernelParts();
    private final Notes notes = new Notes();
    private final BootLog bootLog;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Histogram hops = HopRecorders.histogram();
    private final Histogram intervalHops = HopRecorders.histogram();
    private final Histogram scratchHops = HopRecorders.histogram();
    private final HostFacts.CpuTime startCpuTime = HostFacts.CpuTime.now();
    private volatile EndReason endReason;
    private volatile boolean isBooted;
    private volatile boolean isStopRequested;
    private boolean isHalted;

    private Kernel(final BootLog bootLog)
    {
        this.bootLog = bootLog;
    }

    /**
     * Boot a kernel.
     *
     * @param context what it is to run.
     * @param bootLog that gets the steps.
     * @param onMade  is given the kernel before it boots, so that it can be stopped or abandoned at any time.
     * @return the kernel, with all of its threads running.
     * @throws KernelException if something it needs is not to be had; what had been acquired is released then.
     */
    public static Kernel boot(final KernelContext context, final BootLog bootLog, final Consumer<Kernel> onMade)
    {
        final Kernel kernel = new Kernel(bootLog);
        onMade.accept(kernel);
        try
        {
            new KernelBoot(kernel, context, kernel.parts, kernel.notes).run(bootLog);
        }
        catch (final RuntimeException | Error ex)
        {
            kernel.closeAfter(ex);
            throw ex;
        }
        kernel.onBooted();
        return kernel;
    }

    /**
     * The version of the kernel.
     *
     * @return as the jar's manifest says; {@code unreleased} for classes that are in no jar of their own.
     */
    public static String version()
    {
        final String version = Kernel.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    /**
     * End the stream: rows in flight still come out. Returns at once; any thread may call it, any number of times.
     */
    public void stop()
    {
        isStopRequested = true;
        if (isBooted)
        {
            parts.pump.stop();
        }
    }

    /**
     * Wait for the end: all results are written, or the kernel has failed.
     *
     * @param timeoutMs how long to wait at most, in milliseconds.
     * @return true if it has ended.
     * @throws InterruptedException if the calling thread is interrupted.
     */
    public boolean awaitEnd(final long timeoutMs) throws InterruptedException
    {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /**
     * Whether something went wrong that {@link #finish()} will speak of.
     *
     * @return true if it did.
     */
    public boolean hasFailed()
    {
        return failure.get() != null;
    }

    /**
     * Stop all loops, make the output whole if it is, and report.
     *
     * @return the report.
     * @throws KernelException if the kernel failed, or the output cannot be made whole.
     */
    public RunReport finish()
    {
        haltLoops();
        final Throwable cause = failure.get();
        if (cause != null)
        {
            throw asKernelException(cause);
        }
        if (parts.state != null)
        {
            parts.state.finish();
        }
        final boolean isWhole = endReason == EndReason.END_OF_INPUT ||
            endReason == EndReason.STOPPED && parts.source.isEndless();
        if (isWhole)
        {
            try
            {
                parts.writer.complete();
            }
            catch (final IOException ex)
            {
                throw new KernelException("cannot write the results: " + ex.getMessage(), ex);
            }
        }
        takeHops();
        return Observation.report(parts, notes, bootLog, hops, startCpuTime, isWhole);
    }

    /**
     * What the kernel is doing now. For the thread that owns the kernel.
     *
     * @return a snapshot, whose hop latencies are those since the last one.
     */
    public KernelStatus status()
    {
        takeHops();
        return Observation.status(parts, intervalHops);
    }

    /**
     * What a person should know besides the results.
     *
     * @return the notes, to which more may be added.
     */
    public Notes notes()
    {
        return notes;
    }

    /**
     * What a person should know about an output that is not whole.
     *
     * @return one line; empty if there is nothing to say.
     */
    public String interruptedOutput()
    {
        return parts.writer.interrupted();
    }

    /**
     * Release everything, in reverse order of the boot. Closing again does nothing.
     */
    @Override
    public void close()
    {
        closeAfter(null);
    }

    /**
     * Remove what this kernel has on disk or in shared memory while it still runs, for a process that ends at once: the
     * caller halts it next. Any thread may call it after the boot.
     */
    public void abandon()
    {
        final BusFolder folder = parts.folder;
        if (folder != null)
        {
            IoUtil.delete(folder.path().toFile(), true);
        }
    }

    private void onBooted()
    {
        isBooted = true;
        if (isStopRequested)
        {
            parts.pump.stop();
        }
    }

    void onFirstResult()
    {
        bootLog.firstResult();
    }

    void onEnd(final EndReason reason)
    {
        endReason = reason;
        parts.endNs = System.nanoTime();
        ended.countDown();
    }

    void fail(final Throwable cause)
    {
        failure.compareAndSet(null, cause);
        ended.countDown();
    }

    void onBackgroundError(final Throwable error)
    {
        // Every frame is one of our own: a malformed one means that rows would be missing from here on.
        if (error instanceof AeronException aeronError && aeronError.category() == AeronException.Category.WARN)
        {
            notes.add("bus: " + error.getMessage());
        }
        else
        {
            fail(error);
        }
    }

    private void takeHops()
    {
        intervalHops.reset();
        final List<SingleWriterRecorder> recorders = new ArrayList<>();
        parts.engines.forEach((engine) -> recorders.add(engine.endpoint().hopRecorder()));
        recorders.add(parts.pump.endpoint().hopRecorder());
        recorders.add(parts.sink.endpoint().hopRecorder());
        recorders.forEach((recorder) ->
        {
            recorder.getIntervalHistogramInto(scratchHops);
            intervalHops.add(scratchHops);
        });
        hops.add(intervalHops);
    }

    private static KernelException asKernelException(final Throwable cause)
    {
        return switch (cause)
        {
            case KernelException expected -> expected;
            case MalformedFrameException expected -> new KernelException("the bus is damaged: " + expected.getMessage(),
                expected);
            case QuotaExceededException expected -> new KernelException(expected.getMessage(), expected);
            default -> new KernelException("the kernel failed: " + cause + "; this is a defect, --verbose shows where",
                cause);
        };
    }

    private void haltLoops()
    {
        if (isHalted)
        {
            return;
        }
        isHalted = true;
        if (parts.counters != null)
        {
            parts.counters.ending();
        }
        if (parts.sourceThread != null)
        {
            parts.sourceThread.close();
        }
        parts.loops.forEach(CoreLoop::close);
        if (parts.sinkLoop != null)
        {
            parts.sinkLoop.close();
        }
        if (parts.housekeeping != null)
        {
            parts.housekeeping.close();
        }
        parts.engines.forEach(this::noteHeldTensors);
    }

    private void noteHeldTensors(final EngineHost engine)
    {
        final long held = engine.reclaimTensors();
        if (held > 0)
        {
            notes.add(engine.descriptor().id() + " held " + held + (held == 1 ? " tensor" : " tensors") +
                " at the end, those in frames it never read included; they were taken back, but its blocks have to " +
                "release what they hold when they close");
        }
    }

    private void closeAfter(final Throwable cause)
    {
        final List<AutoCloseable> resources = new ArrayList<>();
        resources.add(this::haltLoops);
        parts.engines.forEach((engine) -> resources.add(engine::onClose));
        resources.add(parts.state);
        resources.add(parts.source);
        resources.add(parts.writer);
        resources.add(parts.bus);
        resources.add(parts.tensors);
        parts.domains.reversed().forEach(resources::add);
        resources.add(parts.folder);

        Throwable first = cause;
        for (final AutoCloseable resource : resources)
        {
            try
            {
                if (resource != null)
                {
                    resource.close();
                }
            }
            catch (final Exception ex)
            {
                if (first == null)
                {
                    first = ex;
                }
                else
                {
                    first.addSuppressed(ex);
                }
            }
        }
        clear();
        if (cause == null && first != null)
        {
            throw new KernelException("the kernel did not shut down cleanly: " + first.getMessage(), first);
        }
    }

    private void clear()
    {
        parts.source = null;
        parts.bus = null;
        parts.folder = null;
        parts.state = null;
        parts.tensors = null;
        parts.domains.clear();
    }
}
