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

import io.aeron.protocol.DataHeaderFlyweight;
import io.zetatron.figcom.Bus;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.LogSizing;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.Metric;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.config.TensorSlots;
import io.zetatron.kernel.runtime.counters.KernelCounters;
import io.zetatron.kernel.runtime.counters.MemoryCounters;
import io.zetatron.kernel.runtime.engine.Endpoint;
import io.zetatron.kernel.runtime.engine.EngineHost;
import io.zetatron.kernel.runtime.engine.KernelServices;
import io.zetatron.kernel.runtime.engine.LiveGauges;
import io.zetatron.kernel.runtime.engine.LoopGauge;
import io.zetatron.kernel.runtime.engine.SharedTensors;
import io.zetatron.kernel.runtime.engine.Wiring;
import io.zetatron.kernel.runtime.sink.EventLog;
import io.zetatron.kernel.runtime.sink.ResultSink;
import io.zetatron.kernel.runtime.source.SourcePump;
import io.zetatron.kernel.runtime.source.SourceThread;
import io.zetatron.kernel.runtime.source.host.Gauge;
import io.zetatron.kernel.runtime.state.StateKeeper;
import io.zetatron.kernel.runtime.state.StateSettings;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.SlabPools;
import io.zetatron.nativeaccess.CallShapes;
import io.zetatron.nativeaccess.CpuList;
import io.zetatron.nativeaccess.CurrentThread;
import io.zetatron.scheduler.CoreLoop;
import io.zetatron.scheduler.CorePlan;
import io.zetatron.scheduler.CpuOrder;
import io.zetatron.scheduler.IdleStrategies;
import io.zetatron.scheduler.LoopCounters;
import io.zetatron.scheduler.Pin;
import io.zetatron.scheduler.topology.CpuTopology;
import org.agrona.BitUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Boots a kernel in named, timed steps, each of which fills in some of its parts. Runs on one thread, which is bound to
 * no core, so that the threads it starts are not either.
 */
final class KernelBoot
{
    private static final long KERNEL_QUOTA_BYTES = 1024 * 1024;
    private static final String HOUSEKEEPING_IDLE = "park";
    private static final String SINK_IDLE = "backoff";

    private final Kernel kernel;
    private final KernelContext context;
    private final KernelParts parts;
    private final Notes notes;
    private final LiveGauges gauges = new LiveGauges();
    private final List<AtomicCounter> loopCpus = new ArrayList<>();
    private LogSizing sizing;
    private KernelServices services;

    KernelBoot(final Kernel kernel, final KernelContext context, final KernelParts parts, final Notes notes)
    {
        this.kernel = kernel;
        this.context = context;
        this.parts = parts;
        this.notes = notes;
    }

    void run(final BootLog log)
    {
        log.describedStep("native", KernelBoot::warmCalls);
        step(log, "topology", this::planCores);
        step(log, "bus", this::launchBus);
        step(log, "memory", this::makeDomains);
        StateSettings.of(context.configuration()).ifPresent(
            (settings) -> log.describedStep("state", () -> openState(settings)));
        step(log, "engines", this::openEngines);
        step(log, "sources", this::openSource);
        step(log, "channels", this::connectChannels);
        step(log, "loops", this::startLoops);
    }

    private static void step(final BootLog log, final String name, final Runnable step)
    {
        log.step(name, () ->
        {
            step.run();
            return null;
        });
    }

    /**
     * So that no thread waits for the linker once messages flow.
     *
     * @return what was done.
     */
    private static String warmCalls()
    {
        return CallShapes.describe(CallShapes.warm());
    }

    private void planCores()
    {
        final Configuration configuration = context.configuration();
        final CpuList allowed = CurrentThread.allowedCpus();
        final String wish = configuration.text(KernelProperties.SCHEDULER_CPUS);
        final CpuList cpus = wish.equals(KernelProperties.AUTO) ? allowed : CpuList.parse(wish);
        if (!cpus.stream().allMatch(allowed::contains))
        {
            throw new KernelException("scheduler.cpus is " + cpus + ", but this process may only use " + allowed);
        }

        parts.plan = CorePlan.of(CpuOrder.of(CpuTopology.read(cpus)), context.engines().stream()
            .map((engine) -> new CorePlan.Demand(engine.descriptor().id(), engine.descriptor().load()))
            .toList());
        parts.plan.notes().forEach(notes::add);
        final String idle = configuration.text(KernelProperties.SCHEDULER_IDLE);
        parts.idleStrategy = !idle.equals(KernelProperties.AUTO) ? idle :
            parts.plan.cores().size() < cpus.size() ? "spin" : "backoff";
    }

    private void launchBus()
    {
        final int mostChannels = BusDemand.mostChannels(context.engines().size());
        final BusFolders.Claim claim = new BusFolders(
            context.configuration(), mostChannels, context.longestBody() + frameOverhead(), notes).claim();
        parts.folder = claim.folder();
        sizing = claim.sizing();
        parts.bus = Bus.launch(parts.folder, sizing.termLengthBytes(), kernel::onBackgroundError);
        parts.counters = new KernelCounters(parts.bus, Kernel.version());
        parts.memoryCounters = new MemoryCounters(parts.bus, SystemNanoClock.INSTANCE);
    }

    private void makeDomains()
    {
        final EngineDomains domains = new EngineDomains(context.configuration(), parts.accounts, notes);
        parts.domains.add(MemoryDomain.create("kernel", KERNEL_QUOTA_BYTES, parts.accounts));
        context.engines().forEach((engine) -> parts.domains.add(domains.make(engine.descriptor().id())));
        parts.domains.forEach(parts.memoryCounters::domain);
    }

    private String openState(final StateSettings settings)
    {
        parts.state = StateKeeper.open(settings, parts.domains, parts.accounts, notes, SystemNanoClock.INSTANCE);
        return parts.state.describe();
    }

    private void openEngines()
    {
        services = new KernelServices(
            context.configuration(), parts.bus, parts.domains.getFirst(), SystemNanoClock.INSTANCE, gauges,
            parts.state);
        for (int i = 0; i < context.engines().size(); i++)
        {
            final Engine engine = context.engines().get(i);
            final EngineHost host = new EngineHost(engine, parts.domains.get(i + 1), SystemNanoClock.INSTANCE);
            host.open(services);
            parts.engines.add(host);
        }
        parts.globalState = services.globalState();
        if (parts.state != null)
        {
            parts.state.states().forEach((kept) -> parts.memoryCounters.state(kept.block(), kept::checkpointer));
        }
        makeLoops();
    }

    private void makeLoops()
    {
        final boolean isPinned = context.configuration().text(KernelProperties.SCHEDULER_PIN).equals("yes");
        for (int i = 0; i < parts.plan.cores().size(); i++)
        {
            final CorePlan.Core core = parts.plan.cores().get(i);
            final List<EngineHost> hosts = core.engines().stream().map(this::host).toList();
            parts.loops.add(loop("loop-" + i, isPinned ? core.cpu() : Pin.ANY_CPU, hosts, parts.idleStrategy));
        }
        gauges.loops(parts.loops.stream().map(LoopGauge::new).toList());
    }

    private void openSource()
    {
        parts.rowsIn = parts.bus.counter(CounterKey.of(Metric.ROWS_IN));
        parts.rowsOut = parts.bus.counter(CounterKey.of(Metric.ROWS_OUT));
        parts.anomalies = parts.bus.counter(CounterKey.of(Metric.ROWS_ANOMALIES));
        parts.creditWindow = parts.bus.counter(CounterKey.of(Metric.ROWS_CREDIT));
        parts.source = context.source().apply(parts.loops.stream().map(KernelBoot::gapGauge).toList());
        final List<String> columns = parts.source.columns();
        if (columns.size() > KernelContext.MAX_COLUMNS)
        {
            throw new KernelException(parts.source.title() + " has " + columns.size() +
                " numeric columns, but at most " + KernelContext.MAX_COLUMNS +
                " can be watched; choose some with --columns");
        }
        parts.counters.source(parts.source.title(), columns.size());
        parts.pump = new SourcePump(parts.source, windowRows(), context.rateHz(), SystemNanoClock.INSTANCE,
            parts.rowsIn, parts.creditWindow);
        parts.sourceThread = new SourceThread(parts.pump, kernel::fail);
        parts.writer = context.writer().apply(columns);
        parts.events = new EventLog(columns);
        parts.sink = new ResultSink(parts.writer, parts.events, parts.rowsOut, parts.anomalies,
            kernel::onFirstResult, kernel::onEnd);
    }

    private void connectChannels()
    {
        final List<Endpoint> endpoints = new ArrayList<>();
        parts.engines.forEach((host) -> endpoints.add(host.endpoint()));
        endpoints.add(parts.pump.endpoint());
        endpoints.add(parts.sink.endpoint());
        final Wiring wiring = Wiring.of(endpoints);
        wiring.tensorChannel().ifPresent(this::mapTensors);
        parts.channels = wiring.connect(parts.bus, parts.tensors);
        gauges.channels(parts.channels);
    }

    private void mapTensors(final ChannelSpec channel)
    {
        final List<SlabPools.SizeClass> slots =
            TensorSlots.parse(context.configuration().text(KernelProperties.MEMORY_TENSORS_SLOTS));
        if (slots.isEmpty())
        {
            throw new KernelException(channel.ends().source() + " sends tensors to " + channel.ends().target() +
                ", but " + KernelProperties.MEMORY_TENSORS_SLOTS + " is " + TensorSlots.NONE +
                ": give it slots, such as 4KiB:256");
        }
        parts.tensors = new SharedTensors(slots, parts.accounts);
        final int number = parts.memoryCounters.domain(parts.tensors.domain());
        parts.tensors.pools().forEach((pool) ->
            parts.memoryCounters.pool(number, TensorSlots.name(pool.slotBytes()), pool));
    }

    private void startLoops()
    {
        parts.sinkLoop = loop("sink", Pin.ANY_CPU, List.of(parts.sink), SINK_IDLE);
        parts.housekeeping = loop("housekeeping", Pin.ANY_CPU, List.of(parts.bus, parts.memoryCounters),
            HOUSEKEEPING_IDLE);
        describeEngines();
        // From here on the bus belongs to the housekeeping thread.
        parts.housekeeping.start();
        parts.loops.forEach(CoreLoop::start);
        parts.sinkLoop.start();
        for (int i = 0; i < parts.loops.size(); i++)
        {
            final Pin pin = parts.loops.get(i).awaitPin();
            loopCpus.get(i).setRelease(pin.cpu());
            if (!pin.reason().isEmpty())
            {
                notes.add(parts.loops.get(i).name() + " runs unbound: " + pin.reason());
            }
        }
        parts.counters.running();
        parts.startNs = System.nanoTime();
        parts.sourceThread.start();
    }

    private void describeEngines()
    {
        for (int i = 0; i < parts.loops.size(); i++)
        {
            final String loop = parts.loops.get(i).name();
            parts.plan.cores().get(i).engines().forEach((id) ->
                parts.counters.engine(id, host(id).descriptor().title(), loop));
        }
    }

    private CoreLoop loop(
        final String name, final int cpu, final List<? extends Agent> agents, final String idleStrategy)
    {
        final List<AtomicCounter> busy = new ArrayList<>();
        agents.forEach((agent) ->
            busy.add(parts.bus.counter(CounterKey.of(Metric.LOOP_BUSY_NS, name, agent.roleName()))));
        final long stallThresholdNs = TimeUnit.MILLISECONDS.toNanos(
            context.configuration().number(KernelProperties.SCHEDULER_STALL_THRESHOLD));
        parts.bus.counter(CounterKey.of(Metric.LOOP_STALL_THRESHOLD_NS, name)).setRelease(stallThresholdNs);
        final AtomicCounter boundTo = parts.bus.counter(CounterKey.of(Metric.LOOP_CPU, name));
        boundTo.setRelease(Pin.ANY_CPU);
        loopCpus.add(boundTo);
        final LoopCounters counters = new LoopCounters(
            parts.bus.counter(CounterKey.of(Metric.LOOP_CYCLES, name)),
            parts.bus.counter(CounterKey.of(Metric.LOOP_LONGEST_CYCLE_NS, name)),
            parts.bus.counter(CounterKey.of(Metric.LOOP_STALLS, name)),
            parts.bus.counter(CounterKey.of(Metric.LOOP_GAP_NS, name)),
            parts.bus.counter(CounterKey.of(Metric.LOOP_LONGEST_GAP_NS, name)),
            busy,
            stallThresholdNs);
        return new CoreLoop(name, cpu, agents, IdleStrategies.byName(idleStrategy), SystemNanoClock.INSTANCE,
            counters, kernel::fail);
    }

    /**
     * As many rows as half of the flow control window of any channel holds, so that a row with credit always finds
     * room.
     */
    private int windowRows()
    {
        final int frameLength = BitUtil.align(context.longestBody() + frameOverhead(), BitUtil.CACHE_LINE_LENGTH);
        final int fitting = sizing.termLengthBytes() / 2 / 2 / frameLength;
        final int wanted = (int)context.configuration().number(KernelProperties.SOURCE_WINDOW);
        return Math.max(1, Math.min(wanted, fitting));
    }

    private static int frameOverhead()
    {
        return FrameHeaderEncoder.ENCODED_LENGTH + DataHeaderFlyweight.HEADER_LENGTH;
    }

    private EngineHost host(final String id)
    {
        return parts.engines.stream()
            .filter((host) -> host.descriptor().id().equals(id))
            .findFirst()
            .orElseThrow();
    }

    private static Gauge gapGauge(final CoreLoop loop)
    {
        final String name = loop.name().replace('-', '.') + ".gap.us";
        return new Gauge()
        {
            @Override
            public String name()
            {
                return name;
            }

            @Override
            public double sample()
            {
                // None since the last sample: a cycle is still going on, and its gap will show when it ends.
                final long gapNs = loop.counters().takeGapNs();
                return gapNs == 0 ? Double.NaN : gapNs / (double)TimeUnit.MICROSECONDS.toNanos(1);
            }
        };
    }
}
