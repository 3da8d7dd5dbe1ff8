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
package io.zetatron.kernel.api.testing;

import io.zetatron.figcom.LastValueChannel;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockState;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.Setting;
import io.zetatron.kernel.api.TensorHandler;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Runs one engine on the calling thread, without kernel and bus: a test hands it messages, gives it its turns, owns its
 * clock, and sees what it sends. Whatever breaks the protocol of ports fails with an {@link AssertionError}: a claim
 * while the blocks are being opened or while another one on the channel is open, a claim left open at the end of a
 * turn, a message that is shorter or longer than its claim, a port declared after the opening, a tensor sent that the
 * engine does not hold or held beyond the end. A message's views are made unreadable when its handler has returned.
 */
public final class EngineHarness implements AutoCloseable
{
    /**
     * What the clock shows first.
     */
    public static final long START_NS = TimeUnit.HOURS.toNanos(1);

    private static final long MEMORY_QUOTA_BYTES = 256L * 1024 * 1024;
    private static final int CYCLE_LIMIT = 100_000;
    private static final int IDLE_CYCLES = 8;

    private final Engine engine;
    private final String id;
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryDomain memory;
    private final ManualClock clock = new ManualClock(START_NS);
    private final FakeGauges gauges = new FakeGauges();
    private final LastValueChannel stateChannel = new LastValueChannel(
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            LastValueChannel.regionLength(GlobalState.LENGTH_BYTES), Long.BYTES)),
        GlobalState.LENGTH_BYTES);
    private final Map<String, Long> settings = new HashMap<>();
    private final Map<String, HarnessInput<?>> inputs = new HashMap<>();
    private final Map<String, AtomicCounter> counters = new HashMap<>();
    private final Map<String, HarnessState> states = new HashMap<>();
    private final Outbox outbox = new Outbox();
    private Path stateFolder;
    private HarnessTensors tensors;
    private boolean isStateWriterTaken;
    private boolean isOpen;

    /**
     * A harness around an engine whose blocks have not been opened.
     *
     * @param engine to run.
     */
    public EngineHarness(final Engine engine)
    {
        this.engine = engine;
        id = engine.descriptor().id();
        memory = MemoryDomain.create(id, MEMORY_QUOTA_BYTES, accounts);
        engine.settings().forEach((setting) -> settings.put(setting.name(), setting.defaultValue()));
    }

    /**
     * Set one of the engine's settings, before {@link #open()}.
     *
     * @param name  as the engine declares it.
     * @param value in its range.
     * @return this.
     */
    public EngineHarness setting(final String name, final long value)
    {
        final Setting setting = engine.settings().stream()
            .filter((candidate) -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(id + " has no setting " + name));
        if (value < setting.minimum() || value > setting.maximum())
        {
            throw new IllegalArgumentException(setting + " cannot be " + value);
        }
        settings.put(name, value);
        return this;
    }

    /**
     * Keep the blocks' state, before {@link #open()}. Otherwise nothing is kept.
     *
     * @param folder that outlives this harness.
     * @return this.
     */
    public EngineHarness keepState(final Path folder)
    {
        stateFolder = folder;
        return this;
    }

    /**
     * Take a checkpoint of each block that has restored, as the kernel does between duty cycles.
     */
    public void checkpoint()
    {
        states.values().forEach(HarnessState::checkpoint);
    }

    /**
     * Open the blocks.
     *
     * @return this.
     */
    public EngineHarness open()
    {
        engine.blocks().forEach((block) -> block.open(new HarnessContext(this, block.id())));
        isOpen = true;
        outbox.start();
        return this;
    }

    /**
     * Hand a message to the engine once.
     *
     * @param source  id of the engine that sends it, or the host.
     * @param message to hand over.
     * @return what the handler says: false if it wants the message again.
     */
    public boolean offer(final String source, final TestMessage message)
    {
        final HarnessInput<?> input = inputs.get(inputKey(source, message.templateId()));
        if (input == null)
        {
            throw new AssertionError(id + " has no input port for " + message.name() + " from " + source);
        }
        final boolean isAccepted = input.deliver(message, tensors());
        outbox.expectNoOpenClaim(id + "'s handler of " + message.name());
        return isAccepted;
    }

    /**
     * Hand a message to the engine until it is accepted, with a turn after each refusal, as the kernel does.
     *
     * @param source  id of the engine that sends it, or the host.
     * @param message to hand over.
     */
    public void send(final String source, final TestMessage message)
    {
        for (int i = 0; i < CYCLE_LIMIT; i++)
        {
            if (offer(source, message))
            {
                return;
            }
            doWork();
        }
        throw new AssertionError(id + " has not accepted " + message.name() + " in " + CYCLE_LIMIT + " duty cycles");
    }

    /**
     * Give each block its turn.
     *
     * @return how much was done.
     */
    public int doWork()
    {
        int work = 0;
        for (final Block block : engine.blocks())
        {
            work += block.doWork(clock.nanoTime());
            outbox.expectNoOpenClaim(id + "'s block " + block.id());
        }
        return work;
    }

    /**
     * Give the blocks turns until there is nothing left to do.
     */
    public void drain()
    {
        int idle = 0;
        for (int i = 0; idle < IDLE_CYCLES; i++)
        {
            idle = doWork() == 0 ? idle + 1 : 0;
            if (i == CYCLE_LIMIT)
            {
                throw new AssertionError(id + " has not come to rest in " + CYCLE_LIMIT + " duty cycles");
            }
        }
    }

    /**
     * Refuse the next claims to a target.
     *
     * @param target whose channel has no room.
     * @param times  how many claims; 0 to refuse none any more.
     */
    public void refuse(final String target, final int times)
    {
        outbox.refuse(target, times);
    }

    /**
     * Refuse claims by their number, over all ports.
     *
     * @param refused is true of the numbers, from 0, of the claims to refuse.
     */
    public void refuseClaims(final LongPredicate refused)
    {
        outbox.refuseAttempts(refused);
    }

    /**
     * How many claims were tried.
     *
     * @return the count, refused ones included.
     */
    public long claims()
    {
        return outbox.attempts();
    }

    /**
     * Set what claimed messages hold before they are written.
     *
     * @param fill for all of their bytes.
     */
    public void claimFill(final byte fill)
    {
        outbox.fill(fill);
    }

    /**
     * What was sent.
     *
     * @return all messages that were committed since the last {@link #clear()}, oldest first.
     */
    public List<SentMessage> sent()
    {
        return List.copyOf(outbox.sent());
    }

    /**
     * What was sent to one target in messages of one type.
     *
     * @param target  id of the engine that receives, or the host.
     * @param decoder of the messages.
     * @param reader  of a decoded message.
     * @param <D>     the type of the decoder.
     * @param <T>     what the reader makes of a message.
     * @return what the reader has made of each message, oldest first.
     */
    public <D extends MessageDecoderFlyweight, T> List<T> sent(
        final String target, final D decoder, final Function<D, T> reader)
    {
        return outbox.sent().stream()
            .filter((message) -> message.target().equals(target) && message.templateId() == decoder.sbeTemplateId())
            .map((message) -> reader.apply(message.decode(decoder)))
            .toList();
    }

    /**
     * Forget what was sent.
     */
    public void clear()
    {
        outbox.sent().clear();
    }

    /**
     * The clock that the engine sees.
     *
     * @return the clock.
     */
    public ManualClock clock()
    {
        return clock;
    }

    /**
     * The gauges that the engine sees.
     *
     * @return the gauges, without loops and channels at first.
     */
    public FakeGauges gauges()
    {
        return gauges;
    }

    /**
     * The global state.
     *
     * @return a view for the caller.
     */
    public GlobalState.View globalState()
    {
        return new GlobalState.View(stateChannel.reader());
    }

    /**
     * The memory of the engine.
     *
     * @return the domain.
     */
    public MemoryDomain memory()
    {
        return memory;
    }

    /**
     * What a counter of the engine shows.
     *
     * @param name that the block gave it.
     * @return the count.
     */
    public long counter(final String name)
    {
        return counters.get(name).get();
    }

    /**
     * Close the blocks in reverse order and give the memory back.
     */
    @Override
    public void close()
    {
        engine.blocks().reversed().forEach(Block::close);
        states.values().forEach(HarnessState::close);
        memory.close();
        CloseHelper.close(tensors);
        if (accounts.totalBytes() != 0)
        {
            throw new AssertionError(id + " has kept " + accounts.snapshot());
        }
    }

    <D extends MessageDecoderFlyweight> void addInput(
        final String source, final D decoder, final TensorHandler<D> handler)
    {
        expectOpening("an input port");
        if (inputs.put(inputKey(source, decoder.sbeTemplateId()), new HarnessInput<>(decoder, handler)) != null)
        {
            throw new AssertionError(id + " declares an input from " + source + " twice: " + decoder.getClass());
        }
    }

    <E extends MessageEncoderFlyweight> OutputPort<E> addOutput(
        final String target, final E encoder, final PortOptions options)
    {
        expectOpening("an output port");
        return new HarnessOutput<>(outbox, tensors(), id, target, encoder, options);
    }

    HarnessTensors tensors()
    {
        if (tensors == null)
        {
            tensors = new HarnessTensors(id, accounts);
        }
        return tensors;
    }

    AtomicCounter addCounter(final String name)
    {
        final AtomicCounter counter = new AtomicCounter(
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(CountersReader.COUNTER_LENGTH, Long.BYTES)), 0);
        if (counters.put(name, counter) != null)
        {
            throw new AssertionError(id + " adds the counter \"" + name + "\" twice");
        }
        return counter;
    }

    long settingValue(final String name)
    {
        final Long value = settings.get(name);
        if (value == null)
        {
            throw new IllegalArgumentException(id + " has no setting " + name);
        }
        return value;
    }

    BlockState state(final String blockId)
    {
        return states.computeIfAbsent(blockId, (block) -> new HarnessState(
            block, memory, stateFolder == null ? null : stateFolder.resolve(id + "." + block)));
    }

    GlobalState takeGlobalStateWriter()
    {
        if (isStateWriterTaken)
        {
            throw new IllegalStateException("the global state has a writer already");
        }
        isStateWriterTaken = true;
        return new GlobalState(stateChannel);
    }

    private void expectOpening(final String what)
    {
        if (isOpen)
        {
            throw new AssertionError(id + " declares " + what + " after its blocks were opened");
        }
    }

    private static String inputKey(final String source, final int templateId)
    {
        return source + " " + templateId;
    }
}
