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

import io.zetatron.nativeaccess.ProcessAge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long each step of the boot took, from the start of the process on. Used by the boot thread; the first result is
 * marked by the sink's.
 */
public final class BootLog
{
    private final long originNs;
    private final List<Step> steps = new ArrayList<>();
    private volatile long firstResultNs;
    private long totalNs;

    /**
     * A step of the boot.
     *
     * @param name   of the step.
     * @param ns     how long it took.
     * @param detail what was done; empty where the name says it all.
     */
    public record Step(String name, long ns, String detail)
    {
        /**
         * A step whose name says it all.
         *
         * @param name of the step.
         * @param ns   how long it took.
         */
        public Step(final String name, final long ns)
        {
            this(name, ns, "");
        }

        /**
         * How long it took.
         *
         * @return milliseconds.
         */
        public double ms()
        {
            return ns / (double)TimeUnit.MILLISECONDS.toNanos(1);
        }
    }

    private BootLog(final long originNs)
    {
        this.originNs = originNs;
    }

    /**
     * Begin the log. Its first step is what the process did until now: the Java VM's own start.
     *
     * @return the log.
     */
    public static BootLog sinceProcessStart()
    {
        final long nowNs = System.nanoTime();
        final long jvmNs = ProcessAge.ns().orElse(0);
        final BootLog log = new BootLog(nowNs - jvmNs);
        log.steps.add(new Step("jvm", jvmNs));
        log.totalNs = jvmNs;
        return log;
    }

    /**
     * Do and time a step.
     *
     * @param name of the step.
     * @param step what is to be done.
     * @param <T>  of the result.
     * @return what the step returned.
     */
    public <T> T step(final String name, final Supplier<T> step)
    {
        final long startNs = System.nanoTime();
        final T result = step.get();
        final long endNs = System.nanoTime();
        steps.add(new Step(name, endNs - startNs));
        totalNs = endNs - originNs;
        return result;
    }

    /**
     * Do and time a step that says what it did.
     *
     * @param name of the step.
     * @param step what is to be done; its result says what was done.
     */
    void describedStep(final String name, final Supplier<String> step)
    {
        final String detail = step(name, step);
        final Step timed = steps.removeLast();
        steps.add(new Step(timed.name(), timed.ns(), detail));
    }

    /**
     * Call everything since the end of the last step a step of its own.
     *
     * @param name of the step.
     */
    public void mark(final String name)
    {
        final long nowNs = System.nanoTime() - originNs;
        steps.add(new Step(name, nowNs - totalNs));
        totalNs = nowNs;
    }

    /**
     * Mark the first result.
     */
    void firstResult()
    {
        firstResultNs = System.nanoTime() - originNs;
    }

    /**
     * The steps so far.
     *
     * @return a snapshot, in order.
     */
    public List<Step> steps()
    {
        return List.copyOf(steps);
    }

    /**
     * From the start of the process to the end of the last step.
     *
     * @return milliseconds.
     */
    public double totalMs()
    {
        return totalNs / (double)TimeUnit.MILLISECONDS.toNanos(1);
    }

    /**
     * From the start of the process to the first result.
     *
     * @return milliseconds; 0 if there was none.
     */
    public double firstResultMs()
    {
        return firstResultNs / (double)TimeUnit.MILLISECONDS.toNanos(1);
    }
}
