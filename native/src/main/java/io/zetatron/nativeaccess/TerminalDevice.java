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
package io.zetatron.nativeaccess;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The terminal behind a standard stream: its size, and what it does with keys. It is asked by the stream's own
 * descriptor, so that it may be standard output's while standard input is a file. Not thread-safe.
 * <p>
 * The constants and the layout of {@code struct termios} are those that Linux has on x86-64 and aarch64; elsewhere
 * nothing is known and nothing is changed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/TIOCGWINSZ.2const.html">TIOCGWINSZ(2const)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/TCSETS.2const.html">TCSETS(2const)</a>
 */
public final class TerminalDevice
{
    private static final long TIOCGWINSZ = 0x5413;
    private static final int WINSIZE_LENGTH = 8;
    private static final int WINSIZE_ROWS = 0;
    private static final int WINSIZE_COLUMNS = 2;

    private static final long TCGETS = 0x5401;
    private static final long TCSETS = 0x5402;
    /** The kernel's is shorter, and begins in the same way. */
    private static final int TERMIOS_LENGTH = 60;
    private static final int TERMIOS_LOCAL_FLAGS = 12;
    private static final int TERMIOS_CONTROL_CHARACTERS = 17;
    private static final int ECHO = 0x8;
    private static final int VSUSP = 10;
    private static final byte DISABLED = 0;


    private final int descriptor;
    private byte[] found;

    /**
     * How much a terminal shows.
     *
     * @param columns of characters, at least 1.
     * @param rows    of characters, at least 1.
     */
    public record Size(int columns, int rows)
    {
    }

    private TerminalDevice(final int descriptor)
    {
        this.descriptor = descriptor;
    }

    /**
     * The terminal behind a stream. Nothing is asked yet.
     *
     * @param stream of this process.
     * @return the terminal.
     */
    public static TerminalDevice of(final StandardStream stream)
    {
        return new TerminalDevice(stream.descriptor());
    }

    /**
     * How large it is now.
     *
     * @return its size; empty if it is no terminal, or one that does not know.
     */
    public Optional<Size> size()
    {
        if (!SystemCall.isKnownHere())
        {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment window = arena.allocate(WINSIZE_LENGTH, Long.BYTES);
            if (SystemCall.IOCTL.invoke(descriptor, TIOCGWINSZ, window.address()) != 0)
            {
                return Optional.empty();
            }
            final int rows = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, WINSIZE_ROWS));
            final int columns = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, WINSIZE_COLUMNS));
            return rows == 0 || columns == 0 ? Optional.empty() : Optional.of(new Size(columns, rows));
        }
    }

    /**
     * Show no keys, and let none of them suspend the process. Those that end it go on doing so.
     *
     * @return whether that could be done, so that {@link #restore()} is due.
     */
    public boolean mute()
    {
        if (!SystemCall.isKnownHere())
        {
            return false;
        }
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment settings = arena.allocate(TERMIOS_LENGTH, Long.BYTES);
            if (SystemCall.IOCTL.invoke(descriptor, TCGETS, settings.address()) != 0)
            {
                return false;
            }
            if (found == null)
            {
                found = settings.toArray(ValueLayout.JAVA_BYTE);
            }
            final int flags = settings.get(ValueLayout.JAVA_INT, TERMIOS_LOCAL_FLAGS);
            settings.set(ValueLayout.JAVA_INT, TERMIOS_LOCAL_FLAGS, flags & ~ECHO);
            settings.set(ValueLayout.JAVA_BYTE, TERMIOS_CONTROL_CHARACTERS + VSUSP, DISABLED);
            return SystemCall.IOCTL.invoke(descriptor, TCSETS, settings.address()) == 0;
        }
    }

    /**
     * Undo {@link #mute()}. Does nothing if there is nothing to be undone.
     *
     * @return whether the terminal is now as it was found.
     */
    public boolean restore()
    {
        if (found == null)
        {
            return true;
        }
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment settings = arena.allocate(TERMIOS_LENGTH, Long.BYTES);
            settings.copyFrom(MemorySegment.ofArray(found));
            return SystemCall.IOCTL.invoke(descriptor, TCSETS, settings.address()) == 0;
        }
    }
}
