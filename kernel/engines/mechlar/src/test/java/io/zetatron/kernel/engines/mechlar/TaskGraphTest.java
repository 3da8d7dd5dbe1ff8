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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TaskGraphTest
{
    private static final long START_NS = -50;

    private final TaskGraph graph = new TaskGraph();

    @Test
    void shouldHaveATaskReadyWhenNoneComesBeforeIt()
    {
        final int task = graph.add(10);
        graph.start(START_NS);

        assertTrue(graph.isReady(task));
    }

    @Test
    void shouldHaveATaskReadyOnlyWhenAllBeforeItAreDone()
    {
        final int first = graph.add(10);
        final int second = graph.add(10);
        final int last = graph.add(10, first, second);
        graph.start(START_NS);
        work(second, START_NS);
        assertFalse(graph.isReady(last));

        work(first, START_NS);

        assertTrue(graph.isReady(last));
    }

    @Test
    void shouldNotHaveATaskReadyWhenItWasStarted()
    {
        final int task = graph.add(10);
        graph.start(START_NS);
        graph.started(task);

        assertFalse(graph.isReady(task));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2})
    void shouldRejectATaskWhenItComesAfterItselfOrALaterOne(final int after)
    {
        graph.add(10);

        assertThrows(IllegalArgumentException.class, () -> graph.add(10, after));
    }

    @Test
    void shouldRejectATaskWhenTheGraphIsFull()
    {
        for (int i = 0; i < TaskGraph.MAX_TASKS; i++)
        {
            graph.add(10);
        }

        assertThrows(IllegalStateException.class, () -> graph.add(10));
    }

    @Test
    void shouldKeepThePrecedenceWhenTheGraphIsAChainOfAllTasks()
    {
        graph.add(10);
        for (int task = 1; task < TaskGraph.MAX_TASKS; task++)
        {
            graph.add(10, task - 1);
        }
        graph.start(START_NS);

        for (int task = 0; task < TaskGraph.MAX_TASKS; task++)
        {
            for (int later = task + 1; later < TaskGraph.MAX_TASKS; later++)
            {
                assertFalse(graph.isReady(later));
            }
            assertTrue(graph.isReady(task));
            work(task, START_NS);
        }
        assertEquals(0, graph.lateTasks());
    }

    @Test
    void shouldNotBeLateWhenATaskIsDoneAtItsDeadline()
    {
        final int task = graph.add(10);
        graph.start(START_NS);

        work(task, START_NS + 10);

        assertEquals(0, graph.lateTasks());
    }

    @Test
    void shouldBeLateWhenATaskIsDoneAfterItsDeadline()
    {
        final int task = graph.add(10);
        graph.start(START_NS);

        work(task, START_NS + 11);

        assertEquals(1, graph.lateTasks());
    }

    @Test
    void shouldCountATaskAsLateWhenItIsNotDone()
    {
        graph.add(10);
        graph.add(10);
        graph.start(START_NS);
        work(0, START_NS);

        assertEquals(1, graph.lateTasks());
    }

    @Test
    void shouldRefuseAnAnswerWhenTheTaskWasNotStarted()
    {
        final int task = graph.add(10);
        graph.start(START_NS);

        assertFalse(graph.done(task, START_NS));
        assertFalse(graph.isDone(task));
    }

    @Test
    void shouldRefuseAnAnswerWhenTheTaskIsDone()
    {
        final int task = graph.add(10);
        graph.start(START_NS);
        work(task, START_NS);

        assertFalse(graph.done(task, START_NS + 100));
        assertEquals(0, graph.lateTasks());
    }

    @Test
    void shouldForgetAllWhenItIsStartedOver()
    {
        final int task = graph.add(10);
        graph.start(START_NS);
        work(task, START_NS + 11);

        graph.start(500);

        assertTrue(graph.isReady(task));
        assertFalse(graph.isDone(task));
        assertEquals(510, graph.deadlineNs(task));
        assertEquals(5, graph.elapsedNs(505));
    }

    private void work(final int task, final long nowNs)
    {
        graph.started(task);
        assertTrue(graph.done(task, nowNs));
    }
}
