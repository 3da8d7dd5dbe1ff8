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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DoctorCommandTest
{
    private final StringWriter out = new StringWriter();

    @Test
    void shouldListAllFindingsOnThisHost(@TempDir final Path root)
    {
        assertEquals(0, execute(new DoctorCommand(RecordedHost.REQUIRED_BYTES, LibrarySearch::ofSystem), "--json"));

        for (final Finding finding : new RecordedHost(root).findings())
        {
            assertTrue(out.toString().contains("\"" + finding.id() + "\""), finding.id() + " in " + out);
        }
        assertFalse(out.toString().contains("\"doctor."), out.toString());
    }

    @Test
    void shouldEndWithSummary(@TempDir final Path root)
    {
        final RecordedHost host = new RecordedHost(root).tunedServer();

        assertEquals(0, execute(new DoctorCommand(host.doctor(), host.host())));

        assertTrue(out.toString().endsWith("\nno warnings, no notes\n"), out.toString());
    }

    @Test
    void shouldAnswerHelpAndRefuseUnknownOption(@TempDir final Path root)
    {
        final RecordedHost host = new RecordedHost(root);

        assertEquals(0, execute(new DoctorCommand(host.doctor(), host.host()), "--help"));
        assertTrue(out.toString().contains("--json"));
        assertEquals(2, execute(new DoctorCommand(host.doctor(), host.host()), "--no-such"));
    }

    private int execute(final DoctorCommand command, final String... arguments)
    {
        return new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(arguments);
    }
}
