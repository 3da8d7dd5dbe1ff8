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

import io.zetatron.figcom.Bus;
import io.zetatron.figcom.BusFolder;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.runtime.counters.KernelCounters;
import io.zetatron.kernel.runtime.counters.MemoryCounters;
import io.zetatron.kernel.runtime.engine.ChannelGauge;
import io.zetatron.kernel.runtime.engine.EngineHost;
import io.zetatron.kernel.runtime.engine.SharedTensors;
import io.zetatron.kernel.runtime.sink.EventLog;
import io.zetatron.kernel.runtime.sink.ResultSink;
import io.zetatron.kernel.runtime.sink.ResultWriter;
import io.zetatron.kernel.runtime.source.SampleSource;
import io.zetatron.kernel.runtime.source.SourcePump;
import io.zetatron.kernel.runtime.source.SourceThread;
import io.zetatron.kernel.runtime.state.StateKeeper;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.scheduler.CoreLoop;
import io.zetatron.scheduler.CorePlan;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.ArrayList;
import java.util.List;

/**
 * What a kernel is made of, filled in step by step while it boots. Fields are written by the boot thread before any
 * other thread of the kernel is started.
 */
final class KernelParts
{
    final MemoryAccounts accounts = new MemoryAccounts();
    final List<MemoryDomain> domains = new ArrayList<>();
    final List<EngineHost> engines = new ArrayList<>();
    final List<CoreLoop> loops = new ArrayList<>();

    CorePlan plan;
    String idleStrategy;
    volatile BusFolder folder;
    Bus bus;
    KernelCounters counters;
    MemoryCounters memoryCounters;
    /** Null where no state is kept. */
    StateKeeper state;
    /** Null where no port carries tensors. */
    SharedTensors tensors;
    GlobalState.View globalState;
    List<ChannelGauge> channels = List.of();
    SampleSource source;
    SourcePump pump;
    SourceThread sourceThread;
    ResultWriter writer = ResultWriter.NONE;
    ResultSink sink;
    EventLog events;
    CoreLoop sinkLoop;
    CoreLoop housekeeping;
    AtomicCounter rowsIn;
    AtomicCounter rowsOut;
    AtomicCounter anomalies;
    AtomicCounter creditWindow;
    long startNs;
    volatile long endNs;
}
