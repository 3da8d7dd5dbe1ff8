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
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VerifyProgressTest
{
    private final StringWriter text = new StringWriter();
    private long nowNs = TimeUnit.HOURS.toNanos(1);

    private VerifyProgress progress(final boolean isTerminal)
    {
        return new VerifyProgress(new PrintWriter(text), 4_000_000, isTerminal, () -> nowNs);
    }

    private void read(final VerifyProgress progress, final long bytes, final long laterNs)
    {
        nowNs += laterNs;
        progress.accept(bytes);
    }

    @Test
    void shouldSayNothingWhenItIsDoneSoon()
    {
        try (VerifyProgress progress = progress(true))
        {
            read(progress, 4_000_000, VerifyProgress.REDRAW_NS - 1);
        }

        assertEquals("", text.toString());
    }

    @Test
    void shouldRedrawOneLineOnATerminalAndTakeItOff()
    {
        try (VerifyProgress progress = progress(true))
        {
            read(progress, 1_000_000, VerifyProgress.REDRAW_NS);
            read(progress, 1_000_000, VerifyProgress.REDRAW_NS);
        }

        assertTrue(text.toString().matches("(?s)\\rverified 25.*\\rverified 50.*of 4.*\\r +\\r"), text.toString());
        assertTrue(text.toString().lines().count() > 1 && !text.toString().contains("\n"));
    }

    @Test
    void shouldPrintALineNowAndThenElsewhere()
    {
        try (VerifyProgress progress = progress(false))
        {
            read(progress, 1_000_000, VerifyProgress.LINE_NS);
            read(progress, 1_000_000, VerifyProgress.LINE_NS / 2);
            read(progress, 1_000_000, VerifyProgress.LINE_NS / 2);
        }

        assertEquals(2, text.toString().lines().count(), text.toString());
        assertTrue(text.toString().contains("verified 75"), text.toString());
    }
}
