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

import io.zetatron.nativeaccess.CpuList;
import io.zetatron.nativeaccess.PseudoFile;
import io.zetatron.scheduler.topology.CpuTopology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine that is examined: its files, below a root that may be a recorded one. Not thread-safe.
 */
public final class Host
{
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final List<String> CONTAINER_MARKS = List.of(
        "/.dockerenv", "/run/.containerenv", "/run/systemd/container", "/var/run/secrets/kubernetes.io");

    private final Path root;
    private final SpaceProbe spaceProbe;
    private final LongConsumer pauseNs;
    private final Predicate<Path> access;
    private CpuTopology topology;

    /**
     * A host of which everything that is not in its files is given.
     *
     * @param root       in which its files lie.
     * @param spaceProbe that knows the size of its file systems.
     * @param pauseNs    that lets so many nanoseconds pass.
     * @param access     that knows whether this user may read and write a file.
     */
    public Host(
        final Path root, final SpaceProbe spaceProbe, final LongConsumer pauseNs, final Predicate<Path> access)
    {
        this.root = root;
        this.spaceProbe = spaceProbe;
        this.pauseNs = pauseNs;
        this.access = access;
    }

    /**
     * The host on which this process runs.
     *
     * @return the host.
     */
    public static Host live()
    {
        return new Host(Path.of("/"), SpaceProbe::live, Host::sleep,
            (path) -> Files.isReadable(path) && Files.isWritable(path));
    }

    /**
     * Read a file.
     *
     * @param path absolute, such as {@code /proc/version}.
     * @return its text, or why it cannot be read.
     */
    public Reading read(final String path)
    {
        try
        {
            return Reading.of(PseudoFile.text(resolve(path)));
        }
        catch (final IOException ex)
        {
            return Reading.failed(path, ex);
        }
    }

    /**
     * Read a field of a file that has one to a line: {@code Name: value}.
     *
     * @param path of the file.
     * @param name of the field.
     * @return its value, or why there is none.
     */
    public Reading field(final String path, final String name)
    {
        final Reading file = read(path);
        return !file.isVisible() ? file : file.text().lines()
            .filter((line) -> line.startsWith(name))
            .map((line) -> line.substring(name.length()).trim())
            .filter((rest) -> rest.startsWith(":"))
            .map((rest) -> Reading.of(rest.substring(1)))
            .findFirst()
            .orElseGet(() -> Reading.absent(path + " field " + name));
    }

    /**
     * Whether a file or folder is there.
     *
     * @param path absolute.
     * @return true if it is.
     */
    public boolean exists(final String path)
    {
        return Files.exists(resolve(path));
    }

    /**
     * What lies in a folder.
     *
     * @param folder absolute.
     * @return the names in order; none if it is missing or may not be read.
     */
    public List<String> names(final String folder)
    {
        try (Stream<Path> entries = Files.list(resolve(folder)))
        {
            return entries.map((entry) -> entry.getFileName().toString()).sorted().toList();
        }
        catch (final IOException ex)
        {
            return List.of();
        }
    }

    /**
     * Whether files can be made in a folder.
     *
     * @param folder absolute.
     * @return true if they can.
     */
    public boolean isWritable(final String folder)
    {
        return Files.isWritable(resolve(folder));
    }

    /**
     * Whether this user may read and write a file, without opening it.
     *
     * @param path absolute.
     * @return true if it may.
     */
    public boolean isAccessible(final String path)
    {
        return access.test(resolve(path));
    }

    /**
     * The group to which a file belongs.
     *
     * @param path absolute.
     * @return its name, or its number if it has no name here; empty if it cannot be seen.
     */
    public Optional<String> group(final String path)
    {
        try
        {
            return Optional.of(Files.readAttributes(resolve(path), PosixFileAttributes.class).group().getName());
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }

    /**
     * To whom a file belongs and what they may do with it.
     *
     * @param path absolute.
     * @return for example {@code root:render rw-rw----}.
     */
    public String ownership(final String path)
    {
        try
        {
            final PosixFileAttributes attributes = Files.readAttributes(resolve(path), PosixFileAttributes.class);
            return attributes.owner().getName() + ":" + attributes.group().getName() + " " +
                PosixFilePermissions.toString(attributes.permissions());
        }
        catch (final IOException ex)
        {
            return "not visible";
        }
    }

    /**
     * The size of the file system in which a folder lies.
     *
     * @param folder absolute.
     * @return the size; empty if there is no such folder.
     */
    public Optional<Space> space(final String folder)
    {
        try
        {
            return exists(folder) ? Optional.of(spaceProbe.space(resolve(folder))) : Optional.empty();
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }

    /**
     * Let time pass between two readings.
     *
     * @param durationNs how long.
     */
    public void pause(final long durationNs)
    {
        pauseNs.accept(durationNs);
    }

    /**
     * The CPUs that this process may use and how they are wired.
     *
     * @return the topology, read at the first call.
     */
    public CpuTopology topology()
    {
        if (topology == null)
        {
            topology = CpuTopology.read(root, allowedCpus());
        }
        return topology;
    }

    /**
     * Whether a hypervisor runs this machine.
     *
     * @return true if the CPU says so.
     */
    public boolean isVirtual()
    {
        return Arrays.asList(WHITE_SPACE.split(field("/proc/cpuinfo", "flags").text())).contains("hypervisor") ||
            exists("/sys/hypervisor/type");
    }

    /**
     * Whether this process runs in a container.
     *
     * @return true if the engine left its mark and the kernel's own threads are hidden.
     */
    public boolean isContainer()
    {
        // A disk image made from a container's keeps its marks, but shows the kernel's threads.
        final boolean ownsProcesses = read("/proc/2/comm").text().equals("kthreadd");
        return !ownsProcesses && (CONTAINER_MARKS.stream().anyMatch(this::exists) || isRootOverlaid());
    }

    /**
     * Whether this process has a capability.
     *
     * @param bit of the capability, from {@code linux/capability.h}.
     * @return true if it is in the effective set.
     */
    public boolean hasCapability(final int bit)
    {
        final String effective = field("/proc/self/status", "CapEff").text();
        return effective.matches("\\p{XDigit}{1,16}") && (Long.parseUnsignedLong(effective, 16) >>> bit & 1) == 1;
    }

    private boolean isRootOverlaid()
    {
        return Mounts.of(this).last((mount) -> mount.point().equals("/"))
            .filter((mount) -> mount.type().equals("overlay"))
            .isPresent();
    }

    private CpuList allowedCpus()
    {
        final Reading allowed = field("/proc/self/status", "Cpus_allowed_list");
        final Reading online = read("/sys/devices/system/cpu/online");
        final String list = allowed.isVisible() ? allowed.text() : online.text();
        return CpuList.parse(list.isEmpty() ? "0" : list);
    }

    private Path resolve(final String path)
    {
        return root.resolve(path.substring(1));
    }

    private static void sleep(final long durationNs)
    {
        try
        {
            TimeUnit.NANOSECONDS.sleep(durationNs);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
