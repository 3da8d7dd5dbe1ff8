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

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.sink.JsonLinesWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a run have to be different ones, under whatever names: what is read must not be written, and nothing be
 * written twice.
 */
final class FileRoles
{
    private static final String STANDARD = "-";
    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    private FileRoles()
    {
    }

    /**
     * Check the files of a run.
     *
     * @param input  name, {@code -} for standard input, or null.
     * @param output name, {@code -} for standard output, or null.
     * @param report or null.
     * @throws KernelException if two of them are one and the same file.
     */
    static void check(final String input, final String output, final Path report)
    {
        final Path in = input == null ? null : input.equals(STANDARD) ? STANDARD_INPUT : Path.of(input);
        final Path out = output == null || output.equals(STANDARD) ? null : Path.of(output);
        refuse(in, out, "the output " + out + " is the input itself");
        refuse(in, report, "the report " + report + " is the input itself");
        refuse(out, report, "the report " + report + " is the output itself");
        if (out != null && out.getFileName() != null)
        {
            final Path partial = out.resolveSibling(out.getFileName() + JsonLinesWriter.PARTIAL);
            refuse(in, partial, "the input is what the output is called until it is whole, " + partial);
            refuse(report, partial, "the report is what the output is called until it is whole, " + partial);
        }
    }

    private static void refuse(final Path one, final Path other, final String what)
    {
        if (one != null && other != null && isSame(one, other))
        {
            throw new KernelException(what + "; name another file");
        }
    }

    private static boolean isSame(final Path one, final Path other)
    {
        final boolean isSameName = one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        try
        {
            return Files.exists(one) && Files.exists(other) ?
                Files.isRegularFile(one) && Files.isSameFile(one, other) : isSameName;
        }
        catch (final IOException ex)
        {
            return isSameName;
        }
    }
}
