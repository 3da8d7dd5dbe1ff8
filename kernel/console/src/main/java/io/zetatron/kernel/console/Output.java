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

import io.zetatron.kernel.runtime.RunReport;
import io.zetatron.kernel.runtime.sink.JsonLinesWriter;
import io.zetatron.kernel.runtime.sink.ResultWriter;
import io.zetatron.nativeaccess.StandardStream;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Where results go, and where the run is shown: on standard error if the results take standard output.
 */
final class Output
{
    private static final String STANDARD = "-";
    private static final int PIPE_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;
    private static final int MOST_WIDTH = 120;

    private final String name;
    private final PrintWriter out;
    private final PrintWriter err;
    private Screen terminal;

    Output(final String name, final PrintWriter out, final PrintWriter err)
    {
        this.name = name;
        this.out = out;
        this.err = err;
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
    private PrintWriter screen()
    {
        return STANDARD.equals(name) ? err : out;
    }

    /**
     * The view that suits where the run is shown.
     *
     * @param isQuiet whether nothing is to be shown.
     * @param isPaced whether rows come at the pace of time, so that there is something to watch.
     * @return the view, which the caller closes.
     */
    RunView view(final boolean isQuiet, final boolean isPaced)
    {
        final boolean takesOutput = STANDARD.equals(name);
        // Lines of results on the terminal are a view already; nothing could be redrawn among them.
        if (isQuiet || takesOutput && StandardStream.OUTPUT.isTerminal())
        {
            return new QuietView(err);
        }
        final StandardStream stream = takesOutput ? StandardStream.ERROR : StandardStream.OUTPUT;
        terminal = stream.isTerminal() ? Screen.open(stream).orElse(null) : null;
        if (terminal == null)
        {
            return new PlainView(screen(), err);
        }
        return isPaced && !takesOutput ? new LiveView(terminal, err) : new ProgressView(terminal, err);
    }

    /**
     * Print the report where the run was shown.
     *
     * @param report of the run.
     */
    void report(final RunReport report)
    {
        final PrintWriter screen = screen();
        final int width = terminal == null ? PIPE_WIDTH : Math.clamp(terminal.width(), LEAST_WIDTH, MOST_WIDTH);
        ReportText.lines(report, width).forEach(screen::println);
        screen.flush();
    }
}
