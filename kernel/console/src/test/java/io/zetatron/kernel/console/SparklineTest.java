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
package io.zetatron.kernel.console;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SparklineTest
{
    @Test
    void shouldScaleByPowersOfTen()
    {
        final Sparkline sparkline = new Sparkline(new long[]{0, 1_000, 10_000, 99_999});

        assertEquals(" 048", sparkline.text("012345678", ' '));
        assertEquals("1 us..100 us", sparkline.scale());
    }

    @Test
    void shouldNotMakeAMountainOfARipple()
    {
        assertEquals("111", new Sparkline(new long[]{1_300, 1_310, 1_290}).text("01234567", ' ').replace('0', '1'));
    }

    @Test
    void shouldKnowThatThereIsNothing()
    {
        assertTrue(new Sparkline(new long[3]).isEmpty());
        assertEquals("...", new Sparkline(new long[3]).text("01", '.'));
    }
}
