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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the standard streams of this process are connected to.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html">proc_pid_fd(5)</a>
 */
public enum StandardStream
{
    /** Standard input. */
    INPUT(0),
    /** Standard output. */
    OUTPUT(1),
    /** Standard error. */
    ERROR(2);

    private final int descriptor;
    private final Path link;

    StandardStream(final int descriptor)
    {
        this.descriptor = descriptor;
        link = Path.of("/proc/self/fd/" + descriptor);
    }

    /**
     * The number by which the system knows it.
     *
     * @return 0, 1 or 2.
     */
    public int descriptor()
    {
        return descriptor;
    }

    /**
     * Whether a person sits at the other end.
     *
     * @return true if it is a terminal; false also where the system does not say.
     */
    public boolean isTerminal()
    {
        try
        {
            final String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return false;
        }
    }
}
