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

import io.zetatron.nativeaccess.StandardStream;
import io.zetatron.nativeaccess.TerminalDevice;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The terminal that this process writes to. Safe for use by any thread. Where none is opened, nothing that draws is
 * loaded.
 *
 * @see <a href="https://no-color.org">NO_COLOR</a>
 */
final class Screen implements AutoCloseable
{
    private static final TerminalDevice.Size USUAL_SIZE = new TerminalDevice.Size(80, 24);
    private static final Set<String> KNOWN_TYPES = Set.of(
        "ansi", "rxvt", "rxvt-256color", "rxvt-unicode", "rxvt-unicode-256color", "screen", "screen-256color", "xterm",
        "xterm-256color");

    private final Terminal terminal;
    private final TerminalDevice device;
    private final Display display;
    private final Look look;
    private TerminalDevice.Size size;
    private boolean isFull;
    private boolean isClosed;

    private Screen(final Terminal terminal, final TerminalDevice device, final boolean isUnicode)
    {
        this.terminal = terminal;
        this.device = device;
        display = new Display(terminal, true);
        look = Look.of(isUnicode, colours(terminal));
        size = ask();
    }

    /**
     * Take hold of the terminal.
     *
     * @param stream that is connected to it: standard output or error.
     * @return the terminal, which the caller closes; empty if there is none, or none whose cursor can be moved.
     */
    static Optional<Screen> open(final StandardStream stream)
    {
        final String type = System.getenv("TERM");
        if (!stream.isTerminal() || type == null || type.isEmpty() || type.equals("dumb") || ForegroundGroup.isOther())
        {
            return Optional.empty();
        }
        // Box-drawing characters are to go out as they are: a terminal that shows UTF-8 needs no second character set.
        System.setProperty(TerminalBuilder.PROP_DISABLE_ALTERNATE_CHARSET, "true");
        final PrintStream target = stream == StandardStream.ERROR ? System.err : System.out;
        final FileDescriptor descriptor = stream == StandardStream.ERROR ? FileDescriptor.err : FileDescriptor.out;
        try
        {
            // A terminal of given type and streams: the one that JLine calls its system's needs keys to read from as
            // well, and standard input may be data.
            final Terminal terminal = new DumbTerminal(
                "zetatron", knownType(type), InputStream.nullInputStream(), new FileOutputStream(descriptor),
                target.charset());
            return Optional.of(new Screen(
                terminal, TerminalDevice.of(stream), target.charset().equals(StandardCharsets.UTF_8)));
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }

    Look look()
    {
        return look;
    }

    /**
     * How wide it is, or was when it was closed.
     *
     * @return columns.
     */
    synchronized int width()
    {
        size = isClosed ? size : ask();
        return size.columns();
    }

    /**
     * Take the whole screen: what is on it comes back when this is closed. Keys are neither shown nor able to suspend
     * the process, which would look to the kernel like one long stall; Ctrl-C goes on being a signal.
     */
    synchronized void enterFull()
    {
        isFull = true;
        device.mute();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        display.clear();
    }

    /**
     * Draw the whole screen. Only what has changed is written.
     *
     * @param layout that makes the lines for its size.
     */
    synchronized void draw(final Layout layout)
    {
        if (isClosed)
        {
            return;
        }
        final TerminalDevice.Size now = ask();
        if (!now.equals(size))
        {
            display.clear();
        }
        size = now;
        display.resize(size.rows(), size.columns());
        // A list of its own: the display keeps it, and clears it when everything is to be drawn again.
        display.update(new ArrayList<>(layout.lines(size.columns(), size.rows())), -1);
        terminal.flush();
    }

    /**
     * Write a line in place of the last one, without ending it.
     *
     * @param line shorter than the screen is wide.
     */
    synchronized void replaceLine(final AttributedString line)
    {
        if (!isClosed)
        {
            terminal.puts(Capability.carriage_return);
            line.print(terminal);
            terminal.puts(Capability.clr_eol);
            terminal.flush();
        }
    }

    /**
     * Write lines below what is there.
     *
     * @param lines to write.
     */
    synchronized void print(final List<AttributedString> lines)
    {
        lines.forEach((line) -> line.println(terminal));
        terminal.flush();
    }

    /**
     * Leave the terminal as it was found.
     */
    @Override
    public synchronized void close()
    {
        if (isClosed)
        {
            return;
        }
        size = ask();
        isClosed = true;
        if (isFull)
        {
            terminal.puts(Capability.clear_screen);
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
        }
        // JLine's terminal stays open: closing it would close the stream, which the report goes to.
        device.restore();
    }

    /**
     * Lines for a screen of some size.
     */
    interface Layout
    {
        List<AttributedString> lines(int width, int height);
    }

    private TerminalDevice.Size ask()
    {
        return device.size().orElse(USUAL_SIZE);
    }

    private static int colours(final Terminal terminal)
    {
        final String refusal = System.getenv("NO_COLOR");
        final Integer colours = terminal.getNumericCapability(Capability.max_colors);
        return refusal != null && !refusal.isEmpty() || colours == null ? 0 : colours;
    }

    /**
     * A description that JLine brings along. For others it would start a process, and write a warning if that failed.
     */
    private static String knownType(final String type)
    {
        if (KNOWN_TYPES.contains(type))
        {
            return type;
        }
        return type.startsWith("linux") || type.startsWith("vt") ? "ansi" :
            type.startsWith("tmux") || type.startsWith("screen") ? "screen-256color" : "xterm-256color";
    }
}
