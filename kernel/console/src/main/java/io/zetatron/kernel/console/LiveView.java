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

    private final FullScreen screen;
    private final PrintWriter err;
    private final RunHistory history = new RunHistory();
    private final List<String> notes = new ArrayList<>();
    private boolean isUpdated;
    private boolean isStopping;
    private boolean isClosed;

    LiveView(final Screen screen, final PrintWriter err)
    {
        this.screen = new FullScreen(screen);
        this.err = err;
    }

    @Override
    public long intervalMs()
    {
        return isUpdated ? INTERVAL_MS : FIRST_INTERVAL_MS;
    }

    @Override
    public void update(final KernelStatus status, final double progress)
    {
        // The screen draws the history again whenever its size changes.
        synchronized (screen)
        {
            isUpdated = true;
            history.add(status, progress);
            final LiveFrame frame = new LiveFrame(status, history, progress, isStopping, List.copyOf(notes));
            screen.show((width, height) -> LiveScreen.render(frame, screen.look(), width, height));
        }
    }

    @Override
    public void stopping()
    {
        synchronized (screen)
        {
            isStopping = true;
        }
    }

    @Override
    public void notes(final List<String> more)
    {
        synchronized (screen)
        {
            notes.addAll(more);
        }
    }

    @Override
    public void close()
    {
        synchronized (screen)
        {
            if (isClosed)
            {
                return;
            }
            isClosed = true;
            screen.close();
            notes.forEach((note) -> err.println("note: " + note));
            err.flush();
        }
    }
}
