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
package io.zetatron.kernel.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the folders of buses are, unless they are configured to be elsewhere.
 */
public final class BusPlaces
{
    /** In memory: the first choice. */
    static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final String PREFIX = "zetatron-";

    private BusPlaces()
    {
    }

    /**
     * The folders in which a bus's folder may be.
     *
     * @return the first choice first.
     */
    public static List<Path> parents()
    {
        return List.of(SHARED_MEMORY, temporary());
    }

    /**
     * How the names of a user's folders begin.
     *
     * @param user name.
     * @return the prefix, which the kernel's process id follows.
     */
    static String prefix(final String user)
    {
        return PREFIX + user + "-";
    }

    /**
     * The user of this process.
     *
     * @return the name.
     */
    public static String user()
    {
        return System.getProperty("user.name");
    }

    /**
     * Whether a folder may be a bus's that belongs to a user.
     *
     * @param name of the folder.
     * @param user name.
     * @return true if so.
     */
    public static boolean isOf(final String name, final String user)
    {
        final String prefix = prefix(user);
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]+");
    }

    /**
     * Whether a folder may be a bus's, of whatever user, that belongs to a process.
     *
     * @param name of the folder.
     * @param pid  of the process.
     * @return true if so.
     */
    public static boolean isOfProcess(final String name, final long pid)
    {
        return name.startsWith(PREFIX) && name.endsWith("-" + pid);
    }

    static Path temporary()
    {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
