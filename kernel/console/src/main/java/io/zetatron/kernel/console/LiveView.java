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
import org.jline.utils.Signals;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a run on one screen that is redrawn in place, and gives the terminal back as it was.
 */
final class LiveView implements RunView
{
    private static final long INTERVAL_MS = 500;
    private static final long FIRST_INTERVAL_MS = 100;

    private final Screen screen;
    private final PrintWriter err;
    private final RunHistory history = new RunHistory();
    private final List<String> notes = new ArrayList<>();
    private final Object resizeBefore;
    private final Object continueBefore;
    private LiveFrame frame;
    private boolean isStopping;
    private boolean isClosed;

    LiveView(final Screen screen, final PrintWriter err)
    {
        this.screen = screen;
        this.err = err;
        screen.enterFull();
        resizeBefore = Signals.register("WINCH", this::redraw);
        continueBefore = Signals.register("CONT", this::restore);
    }

    @Override
    public long intervalMs()
    {
        return frame == null ? FIRST_INTERVAL_MS : INTERVAL_MS;
    }

    @Override
    public synchronized void update(final KernelStatus status, final double progress)
    {
        history.add(status, progress);
        frame = new LiveFrame(status, history, progress, isStopping, List.copyOf(notes));
        redraw();
    }

    @Override
    public synchronized void stopping()
    {
        isStopping = true;
    }

    @Override
    public synchronized void notes(final List<String> more)
    {
        notes.addAll(more);
    }

    @Override
    public synchronized void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        Signals.unregister("WINCH", resizeBefore);
        Signals.unregister("CONT", continueBefore);
        screen.close();
        notes.forEach((note) -> err.println("note: " + note));
        err.flush();
    }

    private synchronized void redraw()
    {
        if (frame != null && !isClosed)
        {
            screen.draw((width, height) -> LiveScreen.render(frame, screen.look(), width, height));
        }
    }

    private synchronized void restore()
    {
        if (!isClosed)
        {
            screen.enterFull();
            redraw();
        }
    }
}
