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
package io.zetatron.bench.rounds;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CpuUseTest
{
    private static final CpuUse START = CpuUse.of("cpu  100 0 50 800 40 3 7 20 0 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n",
        "42 (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 30 5 2 1 20 0");

    @Test
    void shouldTellWorkFromIdleTimeAndFromTheft()
    {
        assertEquals(new CpuUse(1020, 160, 38), START);
    }

    @Test
    void shouldLeaveOutItsOwnUse()
    {
        assertEquals(0.2, new CpuUse(1120, 210, 68).othersShareSince(START));
    }

    @Test
    void shouldFindNothingWhereOnlyItselfWorked()
    {
        assertEquals(0, new CpuUse(1120, 210, 89).othersShareSince(START));
    }

    @Test
    void shouldCountChildrenThatHaveEnded() throws Exception
    {
        final CpuUse before = CpuUse.now().orElseThrow();
        assertEquals(0, new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done")
            .start().waitFor());
        final CpuUse after = CpuUse.now().orElseThrow();
        assertTrue(after.own() - before.own() >= 5, () -> before + " to " + after);
    }
}
