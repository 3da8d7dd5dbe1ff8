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

import io.zetatron.kernel.runtime.KernelStatus;
import org.jline.utils.AttributedString;

import java.io.PrintWriter;
import java.util.List;

/**
 * Shows how far a job is, in one line that is redrawn in place and is gone at the end.
 */
final class ProgressView implements RunView
{
    private static final long INTERVAL_MS = 250;

    private final Screen screen;
    private final PrintWriter err;
    private final RunHistory history = new RunHistory();
    private AttributedString line = AttributedString.EMPTY;
    private boolean isClosed;

    ProgressView(final Screen screen, final PrintWriter err)
    {
        this.screen = screen;
        this.err = err;
    }

    @Override
    public long intervalMs()
    {
        return INTERVAL_MS;
    }

    @Override
    public synchronized void update(final KernelStatus status, final double progress)
    {
        history.add(status, progress);
        line = ProgressLine.render(history, status, progress, screen.look(), screen.width());
        if (!isClosed)
        {
            screen.replaceLine(line);
        }
    }

    @Override
    public synchronized void notes(final List<String> notes)
    {
        if (notes.isEmpty() || isClosed)
        {
            return;
        }
        screen.replaceLine(AttributedString.EMPTY);
        notes.forEach((note) -> err.println("note: " + note));
        err.flush();
        screen.replaceLine(line);
    }

    @Override
    public synchronized void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            screen.replaceLine(AttributedString.EMPTY);
            screen.close();
        }
    }
}
