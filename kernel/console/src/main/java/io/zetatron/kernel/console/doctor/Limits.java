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
package io.zetatron.kernel.console.doctor;

/**
 * The resource limits of this process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
final class Limits
{
    private static final String FILE = "/proc/self/limits";

    private Limits()
    {
    }

    static Reading soft(final Host host, final String name)
    {
        final Reading limits = host.read(FILE);
        return !limits.isVisible() ? limits : limits.text().lines()
            .filter((line) -> line.startsWith(name))
            .map((line) -> Reading.of(line.substring(name.length()).trim().split("\\s+")[0]))
            .findFirst()
            .orElseGet(() -> Reading.absent(FILE + " line \"" + name + "\""));
    }

    /**
     * How to raise a limit: in the container's engine if there is one, otherwise for a login and for a service.
     */
    static String advice(
        final Host host, final String name, final String value, final String service, final String container)
    {
        return host.isContainer() ? "docker run " + container :
            "\"USER - " + name + " " + value + "\" in /etc/security/limits.d/zetatron.conf and log in again; " +
                service + " in a systemd unit";
    }
}
