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
import io.zetatron.nativeaccess.CurrentThread;

/**
 * What was asked for a thread's place, what it got, and why.
 *
 * @param wantedCpu the CPU that was asked for, or {@link #ANY_CPU}.
 * @param allowed   the CPUs on which the thread may run, read back from the thread itself; empty if that failed.
 * @param reason    why it may run elsewhere than on the wanted CPU; empty if it may not.
 */
public record Pin(int wantedCpu, CpuList allowed, String reason)
{
    /**
     * Stands for a thread that may run anywhere.
     */
    public static final int ANY_CPU = -1;

    /**
     * Bind the calling thread to a CPU and read back what holds. A refusal leaves the thread as it was.
     *
     * @param cpu to bind to, or {@link #ANY_CPU} to leave the thread as it is.
     * @return what holds.
     */
    static Pin bindCallingThread(final int cpu)
    {
        final String refusal = cpu == ANY_CPU ? "" : bind(cpu);
        try
        {
            final CpuList allowed = CurrentThread.allowedCpus();
            final boolean isAsWanted = cpu == ANY_CPU || allowed.size() == 1 && allowed.contains(cpu);
            return new Pin(cpu, allowed, isAsWanted ? "" : "the system refused to bind the thread to CPU " + cpu +
                refusal);
        }
        catch (final RuntimeException ex)
        {
            return new Pin(cpu, CpuList.of(), "it is not known where the thread may run: " + ex.getMessage());
        }
    }

    private static String bind(final int cpu)
    {
        try
        {
            CurrentThread.bind(CpuList.of(cpu));
            return "";
        }
        catch (final RuntimeException ex)
        {
            return ": " + ex.getMessage();
        }
    }

    /**
     * Whether the thread is bound to the wanted CPU alone.
     *
     * @return true if it is.
     */
    public boolean isHeld()
    {
        return wantedCpu != ANY_CPU && reason.isEmpty();
    }

    /**
     * The CPU that the thread is bound to.
     *
     * @return the CPU's number, or {@link #ANY_CPU}.
     */
    public int cpu()
    {
        return isHeld() ? wantedCpu : ANY_CPU;
    }
}
