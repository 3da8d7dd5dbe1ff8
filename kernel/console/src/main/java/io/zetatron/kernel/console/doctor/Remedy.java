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
 * The words for settings that are made in the same way for many findings.
 */
final class Remedy
{
    private Remedy()
    {
    }

    /**
     * How to start this host's kernel with parameters.
     */
    static String boot(final Host host, final String parameters)
    {
        final String set;
        if (host.exists("/usr/sbin/grubby") && !host.isContainer())
        {
            set = "grubby --update-kernel=ALL --args=\"" + parameters + "\", then reboot";
        }
        else if (host.exists("/etc/default/grub") && !host.isContainer())
        {
            set = "add " + parameters + " to GRUB_CMDLINE_LINUX in /etc/default/grub, run update-grub, reboot";
        }
        else
        {
            final String machine = host.isContainer() ? "container's host" : host.isVirtual() ? "VM" : "machine";
            set = "boot the " + machine + " with " + parameters + " on the kernel command line";
        }
        return set;
    }

    /**
     * How to set a kernel variable for now and for good.
     */
    static String sysctl(final Host host, final String setting)
    {
        return outside(host) + "sysctl -w " + setting + "; to keep it, the same in /etc/sysctl.d/60-zetatron.conf";
    }

    /**
     * How to write to a file of sysfs, which lasts until the next boot.
     */
    static String write(final Host host, final String value, final String path)
    {
        return outside(host) + "echo " + value + " > " + path;
    }

    /**
     * Where settings of the kernel are made, if not here.
     */
    static String outside(final Host host)
    {
        return host.isContainer() ? "on the container's host: " : "";
    }
}
