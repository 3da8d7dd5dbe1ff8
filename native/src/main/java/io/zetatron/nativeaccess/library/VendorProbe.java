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
package io.zetatron.nativeaccess.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks libraries for their versions and devices. That runs vendors' code, which may hang or end its process: it is done
 * in a process of its own, bounded in time. What was answered before that is kept, and the others are asked in another
 * process. Not for many threads at once.
 */
public final class VendorProbe
{
    static final String NAME = "zetatron-probe-";
    private static final String CLASS_PATH = "java.class.path";
    private static final String CRASH_REPORT = "crash.log";
    private static final String FRAME = "# Problematic frame:";
    private static final int SIGNAL_EXIT = 128;
    private static final long READER_TIMEOUT_MS = 1_000;

    private final long timeoutNs;
    private final Map<Library, VendorAnswer> answers = new EnumMap<>(Library.class);
    private final Map<Library, List<String>> devices = new EnumMap<>(Library.class);
    private final Map<Library, String> versions = new EnumMap<>(Library.class);

    private VendorProbe(final long timeoutNs)
    {
        this.timeoutNs = timeoutNs;
    }

    /**
     * Ask libraries, in a process of their own.
     *
     * @param probes    of libraries; those that are not usable, and those that can tell nothing, are left out.
     * @param timeoutNs that each of them may take at most.
     * @return the answers; none for a library that was left out.
     */
    public static Map<Library, VendorAnswer> ask(final List<LibraryProbe> probes, final long timeoutNs)
    {
        final VendorProbe vendors = new VendorProbe(timeoutNs);
        List<LibraryProbe> open = probes.stream()
            .filter(LibraryProbe::isUsable)
            .filter((probe) -> VendorQuestions.canAsk(probe.library()))
            .toList();
        while (!open.isEmpty())
        {
            vendors.run(open);
            open = open.stream().filter((probe) -> !vendors.answers.containsKey(probe.library())).toList();
        }

        return vendors.answers;
    }

    /**
     * One process, which is given up at the first library that fails it: at least one answer comes of it.
     */
    private void run(final List<LibraryProbe> probes)
    {
        final Library first = probes.getFirst().library();
        Path folder = null;
        try
        {
            folder = Files.createTempDirectory(NAME);
            final Child child = new Child(folder);
            if (child.register())
            {
                run(probes, child);
            }
            else
            {
                probes.forEach((probe) -> finished(probe.library(), "this process is ending"));
            }
        }
        catch (final IOException ex)
        {
            finished(first, "no process could be started to ask it: " + ex.getMessage());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            probes.forEach((probe) -> finished(probe.library(), "interrupted"));
        }
        finally
        {
            delete(folder);
        }
    }

    /**
     * The process that asks, ended with this one and its folder removed, however this one is asked to end.
     */
    private static final class Child extends Thread
    {
        private final Path folder;
        private Process process;

        private Child(final Path folder)
        {
            super("library-probe-end");
            this.folder = folder;
        }

        private boolean register()
        {
            try
            {
                Runtime.getRuntime().addShutdownHook(this);
                return true;
            }
            catch (final IllegalStateException ex)
            {
                return false;
            }
        }

        private synchronized Process start(final List<LibraryProbe> probes) throws IOException
        {
            process = VendorProbe.start(probes, folder);
            return process;
        }

        private void end() throws InterruptedException
        {
            process.destroyForcibly().waitFor();
            try
            {
                Runtime.getRuntime().removeShutdownHook(this);
            }
            catch (final IllegalStateException ex)
            {
                // This process is ending: the hook runs, and removes the folder too.
                join();
            }
        }

        @Override
        public synchronized void run()
        {
            if (process != null)
            {
                process.destroyForcibly();
                process.onExit().join();
            }
            delete(folder);
        }
    }

    private void run(final List<LibraryProbe> probes, final Child child) throws IOException, InterruptedException
    {
        final Process process = child.start(probes);
        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        final Thread reader = Thread.ofPlatform().daemon().name("library-probe").start(() -> read(process, lines));
        try
        {
            final List<LibraryProbe> open = new ArrayList<>(probes);
            long deadlineNs = System.nanoTime() + timeoutNs;
            while (!open.isEmpty())
            {
                final boolean hasEnded = process.waitFor(5, TimeUnit.MILLISECONDS);
                if (hasEnded)
                {
                    reader.join(READER_TIMEOUT_MS);
                }
                final int before = open.size();
                take(lines);
                open.removeIf((probe) -> answers.containsKey(probe.library()));
                if (open.isEmpty())
                {
                    return;
                }
                if (hasEnded)
                {
                    finished(open.getFirst().library(), how(process, child.folder.resolve(CRASH_REPORT)));
                    return;
                }
                deadlineNs = open.size() < before ? System.nanoTime() + timeoutNs : deadlineNs;
                if (System.nanoTime() > deadlineNs)
                {
                    finished(open.getFirst().library(),
                        "it gave no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
                    return;
                }
            }
        }
        finally
        {
            child.end();
        }
    }

    private static Process start(final List<LibraryProbe> probes, final Path folder) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx64m",
            // A library that crashes shall leave neither a core nor a report behind; the report is read first.
            "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve(CRASH_REPORT),
            "-Djava.io.tmpdir=" + folder,
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty(CLASS_PATH)),
            VendorQuestions.class.getName()));
        for (final LibraryProbe probe : probes)
        {
            final Path file = probe.files().getLast();
            final boolean hasFolder = probe.library().parts().size() > 1;
            command.add(probe.library().id() + "=" + (hasFolder ? file.getParent() : file));
        }
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Libraries that keep compiled kernels shall keep them where they are removed with all else.
        builder.environment().put("POCL_CACHE_DIR", folder.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        builder.environment().put("CUDA_CACHE_PATH", folder.toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }

    private static void read(final Process process, final ConcurrentLinkedQueue<String> lines)
    {
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            reader.lines().forEach(lines::add);
        }
        catch (final IOException | UncheckedIOException ex)
        {
            // The process was destroyed: what it has not said, it will not say.
            return;
        }
    }

    private void take(final ConcurrentLinkedQueue<String> lines)
    {
        for (String line = lines.poll(); line != null; line = lines.poll())
        {
            // What the library itself prints has no such beginning.
            final String[] words = line.split("\t", 4);
            if (words.length == 4 && words[0].equals(VendorQuestions.MARK))
            {
                take(Library.valueOf(words[1]), words[2], words[3]);
            }
        }
    }

    private void take(final Library library, final String kind, final String text)
    {
        switch (kind)
        {
            case VendorQuestions.VERSION -> versions.put(library, text);
            case VendorQuestions.DEVICE -> devices.computeIfAbsent(library, (key) -> new ArrayList<>()).add(text);
            case VendorQuestions.END -> finished(library, text);
            default -> throw new IllegalStateException("unknown answer " + kind);
        }
    }

    private void finished(final Library library, final String failure)
    {
        answers.put(library, new VendorAnswer(
            versions.getOrDefault(library, ""), List.copyOf(devices.getOrDefault(library, List.of())), failure));
    }

    private static String how(final Process process, final Path report) throws IOException
    {
        final int status = process.exitValue();
        if (Files.isReadable(report))
        {
            final List<String> lines = Files.readAllLines(report, StandardCharsets.ISO_8859_1);
            final int frame = lines.indexOf(FRAME) + 1;
            final String place = frame == 0 || frame == lines.size() ? "" :
                " in " + lines.get(frame).replaceFirst("^#\\s*C?\\s*", "").trim();
            return "it crashed the process that asked it" + place;
        }
        return "it ended the process that asked it" +
            (status > SIGNAL_EXIT ? " (signal " + (status - SIGNAL_EXIT) + ")" : " (exit status " + status + ")");
    }

    static void delete(final Path folder)
    {
        if (folder == null || !Files.exists(folder))
        {
            return;
        }
        try (Stream<Path> files = Files.walk(folder))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final IOException | UncheckedIOException ex)
        {
            // While this process is ending, two threads may do this at once.
            if (Files.exists(folder))
            {
                throw new UncheckedIOException("left behind: " + folder, new IOException(ex));
            }
        }
    }
}
