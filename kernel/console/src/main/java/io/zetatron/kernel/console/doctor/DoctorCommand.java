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

import io.zetatron.nativeaccess.library.LibrarySearch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * {@code zetatron doctor}: what this host gives a low-latency process and what it withholds. Boots no kernel.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Say what this host gives a low-latency process, what it withholds, and what to do about it.")
public final class DoctorCommand implements Callable<Integer>
{
    private final Supplier<Doctor> doctor;
    private final Host host;

    @Option(names = "--json", description = "Write the findings as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * The command on the host that runs it, with the standard examinations.
     *
     * @param requiredBytes that the bus's logs want in {@code /dev/shm}.
     * @param search        for libraries, made when the command has its options.
     */
    public DoctorCommand(final long requiredBytes, final Supplier<LibrarySearch> search)
    {
        doctor = () ->
        {
            // What libraries and Java say of themselves takes long to ask for: only when wanted, and side by side.
            final Supplier<LibraryFacts> libraries = LibraryFacts.live(search.get());
            return new Doctor(Doctor.standardExaminations(requiredBytes, JavaFacts.live(), libraries));
        };
        host = Host.live();
    }

    /**
     * The command with other examinations or on a recorded host.
     *
     * @param doctor who examines.
     * @param host   to examine.
     */
    public DoctorCommand(final Doctor doctor, final Host host)
    {
        this.doctor = () -> doctor;
        this.host = host;
    }

    @Override
    public Integer call() throws IOException
    {
        final List<Finding> findings = doctor.get().examine(host);
        final PrintWriter out = spec.commandLine().getOut();
        if (json)
        {
            JsonReport.write(findings, out);
        }
        else
        {
            final boolean unicode = System.out.charset().equals(StandardCharsets.UTF_8);
            final boolean colours = spec.commandLine().getColorScheme().ansi().enabled();
            out.print(new TextReport(unicode, colours).render(findings));
        }
        out.flush();
        return 0;
    }
}
