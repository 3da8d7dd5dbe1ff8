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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What is refused to a process that has fewer rights, less room or fewer CPUs than the one that runs the tests.
 */
@Timeout(120)
class RefusalTest
{
    private static final List<String> NOBODY =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @TempDir
    Path folder;

    /**
     * Asks for one thing, and prints {@code granted} or why it was refused.
     */
    static final class Request
    {
        private Request()
        {
        }

        public static void main(final String[] arguments)
        {
            try
            {
                ask(arguments);
                System.out.println("granted");
            }
            catch (final NativeCallException | UnsupportedOperationException ex)
            {
                System.out.println(ex.getMessage());
            }
        }

        private static void ask(final String[] arguments)
        {
            switch (arguments[0])
            {
                case "fifo" -> CurrentThread.schedule(new SchedulingPolicy.Fifo(Integer.parseInt(arguments[1])));
                case "deadline" ->
                    CurrentThread.schedule(new SchedulingPolicy.Deadline(1_000_000, 9_000_000, 9_000_000));
                case "nice" -> CurrentThread.schedule(new SchedulingPolicy.Other(-5));
                case "usual" ->
                {
                    CurrentThread.schedule(new SchedulingPolicy.Batch(0));
                    CurrentThread.schedule(new SchedulingPolicy.Other(0));
                    CurrentThread.schedule(new SchedulingPolicy.Idle());
                }
                case "back from idle" ->
                {
                    CurrentThread.schedule(new SchedulingPolicy.Idle());
                    CurrentThread.schedule(new SchedulingPolicy.Other(0));
                }
                case "lock" -> onMemory(MemoryLock::lock, Pages.BASE);
                case "lock on fault" -> onMemory(MemoryLock::lockOnFault, Pages.BASE);
                case "lock all" ->
                {
                    MemoryLock.lockAll(MemoryLock.Extent.CURRENT, MemoryLock.Extent.FUTURE, MemoryLock.Extent.ON_FAULT);
                    System.out.println("locked " + (MemoryLock.lockedBytes() > 0));
                    MemoryLock.unlockAll();
                    System.out.println("left " + MemoryLock.lockedBytes());
                }
                case "bind" -> CurrentThread.bind(CpuList.parse(arguments[1]));
                case "2 MiB" -> onMemory(PageMemory::prefault, Pages.HUGE_2_MIB);
                case "1 GiB" -> NativeFile.inMemory("test", Pages.HUGE_1_GIB).close();
                case "descriptors" ->
                {
                    // Beforehand, because no class can be loaded from a folder when it comes to this.
                    final String advice = Advice.mapping(Pages.BASE, 0, Errno.EMFILE.number());
                    System.out.println(new NativeCallException("", "", 0, advice).advice().length());
                    while (true)
                    {
                        // Kept open, until there are no more.
                        final int ignored = NativeFile.inMemory("test", Pages.BASE).descriptor();
                    }
                }
                case "preallocate" -> preallocate(Path.of(arguments[1]), Long.parseLong(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void onMemory(final Consumer<MemorySegment> task, final Pages pages)
        {
            try (Arena arena = Arena.ofConfined())
            {
                task.accept(PageMemory.map(arena, pages.sizeBytes(), pages));
            }
        }

        private static void preallocate(final Path path, final long lengthBytes)
        {
            try (NativeFile file = NativeFile.create(path))
            {
                file.preallocate(lengthBytes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--rtprio=0 | fifo | sched_setattr(Fifo[priority=50], reset on fork) failed: EPERM (1)",
        "--rtprio=0 | fifo | The real-time priority limit (RLIMIT_RTPRIO, ulimit -r) is 0 and CAP_SYS_NICE is missing",
        "--rtprio=7 | fifo | (RLIMIT_RTPRIO, ulimit -r) is 7 and CAP_SYS_NICE is missing",
        "--rtprio=0 | deadline | DEADLINE needs CAP_SYS_NICE, and CAP_SYS_NICE is missing",
        "--nice=0 | nice | Its nice value cannot be lowered",
        "--nice=0 | back from idle | nor can it leave IDLE",
        "--nice=0 | back from idle | (RLIMIT_NICE, ulimit -e), which is 0",
        "--memlock=0 | lock | mlock(0x",
        "--memlock=0 | lock | failed: EPERM (1)",
        "--memlock=0 | lock | The locked memory limit (RLIMIT_MEMLOCK, ulimit -l) is 0 bytes",
        "--memlock=0 | lock | CAP_IPC_LOCK is missing: raise the limit",
        "--memlock=0 | lock on fault | mlock2(0x",
        "--memlock=0 | lock all | mlockall([CURRENT, FUTURE, ON_FAULT]) failed: EPERM (1)",
        "--memlock=1024 | lock | failed: ENOMEM (12)",
        "--memlock=1024 | lock | is 1024 bytes, of which 0 are in use",
        "--nofile=64 | descriptors | memfd_create(test, BASE pages) failed: EMFILE (24)",
        "--nofile=64 | descriptors | This process may have 64 files open"})
    void shouldSayWhichLimitItIs(final String limit, final String request, final String part)
        throws IOException, InterruptedException
    {
        final String answer = askPowerless(limit, request, "50");

        assertTrue(answer.contains(part), answer);
    }

    @ParameterizedTest
    @CsvSource({"--rtprio=50, fifo", "--nofile=64, usual", "--memlock=8388608, lock", "--nice=40, nice"})
    void shouldGrantWhatTheLimitAllows(final String limit, final String request)
        throws IOException, InterruptedException
    {
        assertEquals("granted", askPowerless(limit, request, "50"));
    }

    @Test
    void shouldRefuseAnotherUserInTheSameWay() throws IOException, InterruptedException
    {
        final List<String> prefix = new ArrayList<>(List.of("prlimit", "--rtprio=0"));
        prefix.addAll(NOBODY);
        assumeTrue(ChildJvm.canRun(prefix), "another user can be become by root only, with setpriv (util-linux)");
        final List<String> reader = new ArrayList<>(NOBODY);
        reader.addAll(List.of("sh", "-c", "test -r " + classFolder() + " && exec \"$@\"", "sh"));
        assumeTrue(ChildJvm.canRun(reader), "another user cannot read " + classFolder());

        final String answer = ask(prefix, "fifo", "50");

        assertTrue(answer.contains("(RLIMIT_RTPRIO, ulimit -r) is 0 and CAP_SYS_NICE is missing"), answer);
    }

    @Test
    void shouldLockAndUnlockTheWholeProcess() throws IOException, InterruptedException
    {
        assumeTrue(Capability.CAP_IPC_LOCK.isHeld(), "a whole process can be locked with CAP_IPC_LOCK only");

        assertEquals("locked true\nleft 0\ngranted", ask(List.of(), "lock all"));
    }

    @ParameterizedTest
    @CsvSource({"2 MiB, 2097152, hugepages-2048kB", "1 GiB, 1073741824, hugepages-1048576kB"})
    void shouldSayThatTheMachineLacksAPageSize(final String request, final String bytes, final String pool)
        throws IOException, InterruptedException
    {
        final String answer = ask(behindMount("/sys/kernel/mm/hugepages", "size=1m"), request);

        assertTrue(answer.startsWith("this machine has no pages of " + bytes +
            " bytes: there is no /sys/kernel/mm/hugepages/" + pool), answer);
    }

    @Test
    void shouldSayThatAFileSystemIsFullBeforeAnythingIsWritten() throws IOException, InterruptedException
    {
        final Path small = Files.createDirectory(folder.resolve("small"));

        final String answer = ask(behindMount(small.toString(), "size=1m"),
            "preallocate", small.resolve("file").toString(), Long.toString(2 << 20));
        final String fitting = ask(behindMount(small.toString(), "size=1m"),
            "preallocate", small.resolve("file").toString(), Long.toString(1 << 19));

        assertTrue(answer.startsWith("fallocate(" + small.resolve("file") + ", 2097152 bytes) failed: ENOSPC (28)"),
            answer);
        assertTrue(answer.contains("--shm-size"), answer);
        assertEquals("granted", fitting);
    }

    @Test
    void shouldRefuseACpuOutsideTheCpuset() throws IOException, InterruptedException
    {
        final CpuList allowed = CurrentThread.allowedCpus();
        final Path parent = Path.of("/sys/fs/cgroup/cpuset");
        assumeTrue(allowed.size() > 1, "this process may use one CPU only");
        assumeTrue(Files.isWritable(parent.resolve("tasks")), "no cgroup of version 1 can be made in " + parent);
        final Path group = Files.createDirectory(parent.resolve("zetatron-test-" + ProcessHandle.current().pid()));
        final int outside = allowed.stream().skip(1).findFirst().orElseThrow();
        try
        {
            Files.writeString(group.resolve("cpuset.mems"), NodeList.allowed().toString());
            Files.writeString(group.resolve("cpuset.cpus"), Integer.toString(allowed.first()));
            final List<String> inside =
                List.of("sh", "-c", "echo $$ > " + group + "/tasks && exec \"$@\"", "sh");

            final String answer = ask(inside, "bind", Integer.toString(outside));
            final String partly = ask(inside, "bind", allowed.first() + "," + outside);

            assertTrue(answer.startsWith("sched_setaffinity(CPUs " + outside + ") failed: EINVAL (22)"), answer);
            assertTrue(answer.contains("this thread may run on " + allowed.first() + " now"), answer);
            assertTrue(partly.contains("failed: EINVAL (22)"), partly);
        }
        finally
        {
            Files.delete(group);
        }
    }

    private String askPowerless(final String limit, final String... request) throws IOException, InterruptedException
    {
        final List<String> prefix = ChildJvm.powerless(limit);
        assumeTrue(ChildJvm.canRun(prefix), "limits cannot be set or rights not be given up with " + prefix +
            " (util-linux): the hard limit is lower and CAP_SYS_RESOURCE missing, or CAP_SETPCAP is");
        return ask(prefix, request);
    }

    private static List<String> behindMount(final String path, final String options)
        throws IOException, InterruptedException
    {
        final List<String> prefix = List.of("unshare", "-m", "sh", "-c",
            "mount -t tmpfs -o " + options + " none " + path + " && exec \"$@\"", "sh");
        assumeTrue(ChildJvm.canRun(prefix), "a file system can be mounted by root only, with unshare (util-linux)");
        return prefix;
    }

    private String ask(final List<String> prefix, final String... request) throws IOException, InterruptedException
    {
        final ChildJvm child = ChildJvm.run(folder, prefix, Request.class, request);
        assertEquals(0, child.exitCode(), child.output());
        return child.output();
    }

    private static Path classFolder()
    {
        return Path.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(":")[0]);
    }
}
