/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalLevelTest
{
    @Test
    void shouldMoveToTheNewLevelWhenItLasts()
    {
        final LocalLevel level = new LocalLevel(0.02);
        final Random random = new Random(3);
        for (int i = 0; i < 300; i++)
        {
            level.add(10 + random.nextGaussian());
        }
        assertEquals(10, level.level(), 0.7);
        for (int i = 0; i < 12; i++)
        {
            level.add(40 + random.nextGaussian());
        }
        assertEquals(40, level.level(), 2);
    }

    @Test
    void shouldHoldTheLevelWhenOneValueIsWild()
    {
        final LocalLevel level = new LocalLevel(0.02);
        final Random random = new Random(4);
        for (int i = 0; i < 300; i++)
        {
            level.add(10 + random.nextGaussian());
        }
        level.add(1e9);
        assertEquals(10, level.expected(), 4);
    }

    @Test
    void shouldRememberTheLastDeviationWhenValuesCohere()
    {
        final LocalLevel level = new LocalLevel(0.02);
        final Random random = new Random(5);
        double value = 0;
        double error = 0;
        for (int i = 0; i < 2000; i++)
        {
            value = 0.9 * value + random.nextGaussian();
            error += i < 1000 ? 0 : Math.abs(value - level.expected()) / 1000;
            level.add(value);
        }
        assertEquals(0.8, error, 0.1);
    }
}
