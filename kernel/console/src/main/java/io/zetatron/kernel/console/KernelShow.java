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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.ObservedKernel;
import io.zetatron.kernel.runtime.observe.ObservedKernel.Life;
import io.zetatron.nativeaccess.StandardStream;
import org.jline.utils.AttributedString;
import picocli.CommandLine.ExitCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Shows a kernel: once, or until the person stops looking or the kernel ends; on the terminal in place, as lines into a
 * pipe, or as JSON.
 */
final class KernelShow
{
    private static final long INTERVAL_MS = 1000;
    private static final JsonFactory JSON = JsonFactory.builder().build()
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

    private final Presentation presentation;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean isJson;

    KernelShow(final Presentation presentation, final PrintWriter out, final PrintWriter err, final boolean isJson)
    {
        this.presentation = presentation;
        this.out = out;
        this.err = err;
        this.isJson = isJson;
    }

    /**
     * Show a kernel as it is now.
     *
     * @param kernel     to show.
     * @param intervalMs over which rates are taken; 0 if none are shown.
     * @return the exit code.
     * @throws InterruptedException if the calling thread is interrupted.
     */
    int once(final ObservedKernel kernel, final long intervalMs) throws InterruptedException
    {
        final KernelSnapshot before = kernel.snapshot();
        Thread.sleep(intervalMs);
        final KernelRates figures = new KernelRates(before, intervalMs > 0 ? kernel.snapshot() : before);
        checkAlive(kernel);
        if (isJson)
        {
            json(figures);
        }
        else
        {
            print(figures);
        }
        return ExitCode.OK;
    }

    /**
     * Show a kernel again and again.
     *
     * @param kernel to show.
     * @return the exit code.
     * @throws InterruptedException if the calling thread is interrupted.
     */
    int watch(final ObservedKernel kernel) throws InterruptedException
    {
        final Optional<Screen> terminal = terminal();
        try (Interruption interruption = Interruption.listen();
            FullScreen screen = terminal.map(FullScreen::new).orElse(null))
        {
            KernelSnapshot before = kernel.snapshot();
            if (screen != null)
            {
                show(screen, new KernelRates(before, before));
            }
            while (!interruption.await(INTERVAL_MS))
            {
                // First whether it lives: of one that has ended, the snapshot is its last word.
                final boolean isAlive = kernel.life() == Life.RUNNING;
                final KernelSnapshot now = kernel.snapshot();
                final KernelRates figures = new KernelRates(before, now);
                before = now;
                if (screen != null)
                {
                    show(screen, figures);
                }
                else if (isJson)
                {
                    json(figures);
                }
                else
                {
                    presentation.lines(figures).forEach(out::println);
                }
                out.flush();
                if (!isAlive || isReaderGone())
                {
                    break;
                }
            }
        }
        // After the terminal was given back, so that it stays to be read.
        checkAlive(kernel);
        return ExitCode.OK;
    }

    private Optional<Screen> terminal()
    {
        return !isJson && StandardStream.OUTPUT.isTerminal() ? Screen.open(StandardStream.OUTPUT) : Optional.empty();
    }

    private void show(final FullScreen screen, final KernelRates figures)
    {
        screen.show((width, height) -> presentation.screen(figures, screen.look(), width, height));
    }

    private void print(final KernelRates figures)
    {
        final Optional<Screen> terminal = terminal();
        if (terminal.isEmpty())
        {
            presentation.screen(figures, Look.of(false, 0), Sections.PIPE_WIDTH, Integer.MAX_VALUE)
                .forEach((line) -> out.println(line.toString().stripTrailing()));
        }
        else
        {
            try (Screen screen = terminal.get())
            {
                final List<AttributedString> lines =
                    presentation.screen(figures, screen.look(), screen.width(), Integer.MAX_VALUE);
                screen.print(lines);
            }
        }
        out.flush();
    }

    private void json(final KernelRates figures)
    {
        try (JsonGenerator json = JSON.createGenerator(out))
        {
            presentation.json(figures, json);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        out.println();
        out.flush();
    }

    /**
     * Whether nobody reads any more, as after {@code | head}: no error, but no reason to go on either.
     */
    private boolean isReaderGone()
    {
        // A writer around standard output does not see what became of it.
        return out.checkError() || System.out.checkError();
    }

    private void checkAlive(final ObservedKernel kernel)
    {
        switch (kernel.life())
        {
            case RUNNING ->
            {
            }
            case ENDED -> err.println("note: " + kernel.kernel().name() + " has ended");
            case DIED -> throw new KernelException(kernel.kernel().name() +
                " died: it was killed, crashed or was aborted; what it has left there, the next run removes");
            default -> throw new IllegalStateException();
        }
        err.flush();
    }
}
