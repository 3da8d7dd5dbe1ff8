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

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class IdleStrategiesTest
{
    @Test
    void shouldKnowEachOfItsNames()
    {
        final List<Class<?>> strategies = IdleStrategies.NAMES.stream()
            .<Class<?>>map((name) -> IdleStrategies.byName(name).getClass())
            .toList();

        assertEquals(List.of(BusySpinIdleStrategy.class, YieldingIdleStrategy.class, BackoffIdleStrategy.class,
            SleepingIdleStrategy.class), strategies);
    }

    @Test
    void shouldMakeAStrategyForEachLoop()
    {
        assertNotSame(IdleStrategies.byName("backoff"), IdleStrategies.byName("backoff"));
    }

    @Test
    void shouldNameTheChoicesWhenTheNameIsUnknown()
    {
        final IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> IdleStrategies.byName("sleep"));

        assertEquals("idle strategy \"sleep\" is none of spin, yield, backoff, park", error.getMessage());
    }
}
