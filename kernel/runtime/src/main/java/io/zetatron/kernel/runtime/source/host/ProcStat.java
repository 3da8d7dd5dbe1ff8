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
package io.zetatron.kernel.runtime.source.host;

/**
 * {@code /proc/stat}: processor time by kind, switches, interrupts, forks and the run queue, of the whole host.
 * <p>
 * Time is in ticks of 10 ms ({@code USER_HZ}), so its shares are taken over {@link Window#TICKS}. Guests' time is in
 * {@code user} and {@code nice} already (proc_stat(5)).
 */
final class ProcStat
{
    private static final int USER = 0;
    private static final int NICE = 1;
    private static final int SYSTEM = 2;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int IRQ = 5;
    private static final int SOFTIRQ = 6;
    private static final int STEAL = 7;
    private static final int KINDS = 8;
    private static final int INTERRUPTS = 8;
    private static final int SWITCHES = 9;
    private static final int FORKS = 10;
    private static final int RUNNING = 11;
    private static final int BLOCKED = 12;

    private ProcStat()
    {
    }

    static TextFormat format()
    {
        return new LabelledFormat.Builder()
            .line("cpu", KINDS)
            .line("intr", 1)
            .line("ctxt", 1)
            .line("processes", 1)
            .line("procs_running", 1)
            .line("procs_blocked", 1)
            .columns(
                Column.tickShare("cpu.user.share", USER, NICE, KINDS),
                Column.tickShare("cpu.system.share", SYSTEM, SYSTEM, KINDS),
                Column.tickShare("cpu.iowait.share", IOWAIT, IOWAIT, KINDS),
                Column.tickShare("cpu.irq.share", IRQ, IRQ, KINDS),
                Column.tickShare("cpu.softirq.share", SOFTIRQ, SOFTIRQ, KINDS),
                Column.tickShare("cpu.steal.share", STEAL, STEAL, KINDS),
                Column.tickShare("cpu.idle.share", IDLE, IDLE, KINDS),
                Column.level("run.queue.tasks", RUNNING, 1),
                Column.level("run.blocked.tasks", BLOCKED, 1),
                Column.perSecond("context.switches.per_s", SWITCHES, 1),
                Column.perSecond("interrupts.per_s", INTERRUPTS, 1),
                Column.perSecond("forks.per_s", FORKS, 1));
    }
}
