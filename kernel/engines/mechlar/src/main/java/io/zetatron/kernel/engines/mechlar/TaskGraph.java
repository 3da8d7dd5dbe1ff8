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
package io.zetatron.kernel.engines.mechlar;

/**
 * A Task Temporal Graph: tasks, which of them have to be done before which, and by when each has to be done. It can be
 * used over and over. Not thread-safe; allocates nothing after it was made.
 */
final class TaskGraph
{
    /**
     * The most tasks that a graph has.
     */
    static final int MAX_TASKS = 32;

    private final int[] predecessors = new int[MAX_TASKS];
    private final long[] allowedNs = new long[MAX_TASKS];
    private int tasks;
    private int started;
    private int done;
    private int late;
    private long startNs;

    /**
     * Add a task.
     *
     * @param taskAllowedNs how long after the graph's start it may be done.
     * @param after         tasks that have to be done before, which have to be in the graph already: so there is no
     *                      cycle.
     * @return the task's number, from 0.
     */
    int add(final long taskAllowedNs, final int... after)
    {
        if (tasks == MAX_TASKS)
        {
            throw new IllegalStateException("a task graph holds " + MAX_TASKS + " tasks at most");
        }
        for (final int task : after)
        {
            if (task < 0 || task >= tasks)
            {
                throw new IllegalArgumentException("task " + tasks + " comes after " + task + ", which is not there");
            }
            predecessors[tasks] |= 1 << task;
        }
        allowedNs[tasks] = taskAllowedNs;
        return tasks++;
    }

    /**
     * Start over: no task is started or done.
     *
     * @param nowNs monotonic.
     */
    void start(final long nowNs)
    {
        startNs = nowNs;
        started = 0;
        done = 0;
        late = 0;
    }

    /**
     * Whether a task can be started: it has not been, and all before it are done.
     *
     * @param task number.
     * @return true if it can.
     */
    boolean isReady(final int task)
    {
        return (started & 1 << task) == 0 && (predecessors[task] & ~done) == 0;
    }

    /**
     * A task has been started.
     *
     * @param task number.
     */
    void started(final int task)
    {
        started |= 1 << task;
    }

    /**
     * A task is done.
     *
     * @param task  number.
     * @param nowNs monotonic.
     * @return false if it was not under way: the answer came twice or unasked.
     */
    boolean done(final int task, final long nowNs)
    {
        final int bit = 1 << task;
        if ((started & bit) == 0 || (done & bit) != 0)
        {
            return false;
        }
        done |= bit;
        if (nowNs - deadlineNs(task) > 0)
        {
            late |= bit;
        }
        return true;
    }

    /**
     * By when a task has to be done.
     *
     * @param task number.
     * @return monotonic time.
     */
    long deadlineNs(final int task)
    {
        return startNs + allowedNs[task];
    }

    /**
     * How many tasks were done late or are not done.
     *
     * @return the count.
     */
    int lateTasks()
    {
        return Integer.bitCount(late) + tasks - Integer.bitCount(done);
    }

    /**
     * Whether a task is done.
     *
     * @param task number.
     * @return true if it is.
     */
    boolean isDone(final int task)
    {
        return (done & 1 << task) != 0;
    }

    /**
     * How long ago the graph was started.
     *
     * @param nowNs monotonic.
     * @return nanoseconds.
     */
    long elapsedNs(final long nowNs)
    {
        return nowNs - startNs;
    }
}
