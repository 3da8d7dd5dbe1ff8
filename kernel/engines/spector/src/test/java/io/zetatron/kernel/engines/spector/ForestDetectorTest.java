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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ForestDetectorTest
{
    @Test
    void shouldScoreHigherWhenTheSequenceIsNew()
    {
        final ForestDetector forest = new ForestDetector(30, 256, 4, 11);
        final Random random = new Random(7);
        double usual = 0;
        for (int i = 0; i < 800; i++)
        {
            usual = Math.max(i < 700 ? 0 : usual, forest.score(random.nextGaussian()));
        }
        assertTrue(forest.score(9) > usual);
    }

    @Test
    void shouldScoreTheSameWhenSeedAndRowsAreTheSame()
    {
        final ForestDetector one = new ForestDetector(10, 64, 4, 11);
        final ForestDetector other = new ForestDetector(10, 64, 4, 11);
        final Random random = new Random(8);
        for (int i = 0; i < 300; i++)
        {
            final double deviation = random.nextGaussian();
            assertEquals(one.score(deviation), other.score(deviation));
        }
    }
}
