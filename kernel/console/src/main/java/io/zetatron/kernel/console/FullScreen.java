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

import org.jline.utils.Signals;

/**
 * The whole terminal, redrawn in place, also when its size changes and when the process goes on after a stop. It comes
 * back as it was at the end. Safe for use by any thread: what is shown is laid out under this object's own lock.
 */
final class FullScreen implements AutoCloseable
{
    private final Screen screen;
    private final Object resizeBefore;
    private final Object continueBefore;
    private Screen.Layout layout;
    private boolean isClosed;

    FullScreen(final Screen screen)
    {
        this.screen = screen;
        screen.enterFull();
        resizeBefore = Signals.register("WINCH", this::redraw);
        continueBefore = Signals.register("CONT", this::restore);
    }

    Look look()
    {
        return screen.look();
    }

    /**
     * Show something until something else is shown.
     *
     * @param shown layout, of what does not change or changes under this object's lock only.
     */
    synchronized void show(final Screen.Layout shown)
    {
        layout = shown;
        redraw();
    }

    /**
     * Give the terminal back.
     */
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
    }

    private synchronized void redraw()
    {
        if (layout != null && !isClosed)
        {
            screen.draw(layout);
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
