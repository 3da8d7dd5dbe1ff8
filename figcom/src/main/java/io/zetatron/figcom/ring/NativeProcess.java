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
package io.zetatron.figcom.ring;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whether another process lives. The open file of its entry in {@code /proc} belongs to that process alone: a later one
 * that gets the same number is not taken for it. Asking allocates nothing while it lives. Not thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class NativeProcess implements AutoCloseable
{
    private static final int STAT_BYTES = 1024;
    private static final int START_TICKS_AFTER_STATE = 19;

    private final long pid;
    private final RandomAccessFile stat;
    private final byte[] text = new byte[STAT_BYTES];

    private NativeProcess(final long pid, final RandomAccessFile stat)
    {
        this.pid = pid;
        this.stat = stat;
    }

    /**
     * Look at a process.
     *
     * @return the process, or null if there is none of this number.
     */
    static NativeProcess find(final long pid)
    {
        try
        {
            return new NativeProcess(pid, new RandomAccessFile("/proc/" + pid + "/stat", "r"));
        }
        catch (final IOException ex)
        {
            return null;
        }
    }

    static NativeProcess own()
    {
        final NativeProcess own = find(ProcessHandle.current().pid());
        if (own == null)
        {
            throw new UnsupportedOperationException("/proc does not show this process: mount it, as native engines " +
                "and the kernel look there whether the other lives");
        }
        return own;
    }

    long pid()
    {
        return pid;
    }

    /**
     * Whether it is neither gone nor a zombie.
     */
    boolean isAlive()
    {
        final int state = stateIndex();
        return state >= 0 && text[state] != 'Z' && text[state] != 'X';
    }

    /**
     * When it started, in ticks since the machine did.
     *
     * @return the ticks, or 0 if it is gone.
     */
    long startTicks()
    {
        final int state = stateIndex();
        if (state < 0)
        {
            return 0;
        }
        final String fields = new String(text, state, text.length - state, StandardCharsets.US_ASCII);
        return Long.parseLong(fields.split(" ")[START_TICKS_AFTER_STATE]);
    }

    /**
     * Where the state is, which follows the name, which may hold anything; negative if the process is gone.
     */
    private int stateIndex()
    {
        try
        {
            Arrays.fill(text, (byte)' ');
            stat.seek(0);
            int index = stat.read(text) - 1;
            while (index >= 0 && text[index] != ')')
            {
                index--;
            }
            return index < 0 ? -1 : index + 2;
        }
        catch (final IOException ex)
        {
            // ESRCH: the process was waited for.
            return -1;
        }
    }

    @Override
    public void close()
    {
        try
        {
            stat.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("/proc/" + pid + "/stat", ex);
        }
    }
}
