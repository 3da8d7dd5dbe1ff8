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
import io.zetatron.kernel.runtime.sink.ResultWriter;
import io.zetatron.nativeaccess.StandardStream;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where results go, and where the run is shown: on standard error if the results take standard output.
 */
final class Output
{
    private static final String STANDARD = "-";

    private final String name;
    private final PrintWriter out;
    private final PrintWriter err;

    Output(final String name, final String input, final PrintWriter out, final PrintWriter err)
    {
        this.name = name;
        this.out = out;
        this.err = err;
        if (name != null && input != null && !name.equals(STANDARD) && isSame(Path.of(name), Path.of(input)))
        {
            throw new KernelException("the output " + name + " is the input itself; name another file");
        }
    }

    ResultWriter writer(final List<String> columns)
    {
        if (name == null)
        {
            return ResultWriter.NONE;
        }
        return name.equals(STANDARD) ?
            JsonLinesWriter.to(new FileOutputStream(FileDescriptor.out), columns) :
            JsonLinesWriter.to(Path.of(name), columns);
    }

    /**
     * Where the run is shown.
     *
     * @return standard output or error.
     */
    PrintWriter screen()
    {
        return STANDARD.equals(name) ? err : out;
    }

    RunView view(final boolean isQuiet)
    {
        final StandardStream stream = STANDARD.equals(name) ? StandardStream.ERROR : StandardStream.OUTPUT;
        if (isQuiet)
        {
            return new QuietView(err);
        }
        return new PlainView(screen(), err);
    }

    private static boolean isSame(final Path one, final Path other)
    {
        try
        {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        }
        catch (final IOException ex)
        {
            return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        }
    }
}
