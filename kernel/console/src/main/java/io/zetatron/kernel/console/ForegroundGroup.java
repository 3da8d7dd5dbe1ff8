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

import io.zetatron.nativeaccess.PseudoFile;

import java.nio.file.Path;

/**
 * Whose terminal it is right now.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ForegroundGroup
{
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int GROUP = 2;
    private static final int FOREGROUND_GROUP = 5;

    private ForegroundGroup()
    {
    }

    /**
     * Whether a shell has put this process into the background, where changing the terminal's settings would stop it.
     *
     * @return true if another group of processes has the terminal; false also where the system does not say.
     */
    static boolean isOther()
    {
        return PseudoFile.value(STAT).map(ForegroundGroup::isOther).orElse(false);
    }

    static boolean isOther(final String stat)
    {
        // The name of the program may hold blanks and brackets; nothing behind it does.
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        final int foreground = fields.length > FOREGROUND_GROUP ? Integer.parseInt(fields[FOREGROUND_GROUP]) : -1;
        return foreground > 0 && foreground != Integer.parseInt(fields[GROUP]);
    }
}
