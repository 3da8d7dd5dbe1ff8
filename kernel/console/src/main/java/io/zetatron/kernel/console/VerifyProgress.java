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

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far a long verification is: on a terminal one line that is redrawn, elsewhere a line now and then. A short one
 * shows nothing.
 */
final class VerifyProgress implements LongConsumer, AutoCloseable
{
    static final long REDRAW_NS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long LINE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int WIDTH = 60;

    private final PrintWriter err;
    private final long totalBytes;
    private final boolean isTerminal;
    private final LongSupplier clock;
    private final long intervalNs;
    private long shownNs;
    private long bytes;
    private boolean isShown;

    VerifyProgress(final PrintWriter err, final long totalBytes, final boolean isTerminal, final LongSupplier clock)
    {
        this.err = err;
        this.totalBytes = totalBytes;
        this.isTerminal = isTerminal;
        this.clock = clock;
        intervalNs = isTerminal ? REDRAW_NS : LINE_NS;
        shownNs = clock.getAsLong();
    }

    @Override
    public void accept(final long read)
    {
        bytes += read;
        final long nowNs = clock.getAsLong();
        if (nowNs - shownNs >= intervalNs)
        {
            shownNs = nowNs;
            show();
        }
    }

    private void show()
    {
        final String line = "verified " + Figures.percent(Math.min(1, bytes / (double)Math.max(1, totalBytes))) +
            " of " + Figures.compact(totalBytes) + " bytes";
        if (isTerminal)
        {
            isShown = true;
            err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
        }
        else
        {
            err.println(line);
        }
        err.flush();
    }

    /**
     * Take the line off the terminal.
     */
    @Override
    public void close()
    {
        if (isShown)
        {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }
}
