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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StopRequestTest
{
    private final StringWriter err = new StringWriter();
    private final List<Integer> exits = new ArrayList<>();
    private final StopRequest stop = new StopRequest(new PrintWriter(err), exits::add, Long.MAX_VALUE / 2);

    @Test
    void shouldAskToStopAtTheFirstInterrupt()
    {
        assertFalse(stop.isRequested());

        stop.onInterrupt();

        assertTrue(stop.isRequested());
        assertTrue(exits.isEmpty());
    }

    @Test
    void shouldAbortWithOneLineAtTheSecondInterrupt()
    {
        stop.onInterrupt();
        stop.onInterrupt();

        assertEquals(List.of(StopRequest.ABORTED), exits);
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void shouldNotTakeAnInterruptForASecondOneWhenStoppedOtherwise()
    {
        stop.request();
        stop.onInterrupt();

        assertTrue(exits.isEmpty());
    }
}
