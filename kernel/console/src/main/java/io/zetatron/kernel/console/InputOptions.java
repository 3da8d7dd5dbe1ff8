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

import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.source.SampleSource;
import io.zetatron.kernel.runtime.source.StreamLengths;
import io.zetatron.kernel.runtime.source.csv.BadRows;
import io.zetatron.kernel.runtime.source.csv.CsvSettings;
import io.zetatron.kernel.runtime.source.csv.CsvSource;
import io.zetatron.kernel.runtime.source.host.Gauge;
import io.zetatron.kernel.runtime.source.host.HostTelemetry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The options that say where rows come from.
 */
final class InputOptions
{
    private static final String MAX_RATE = "max";
    private static final double HIGHEST_RATE_HZ = 10_000_000;
    private static final double LOWEST_RATE_HZ = 0.001;
    private static final double UNKNOWN_PROGRESS = -1;

    /** Generously more than this host has columns, each with a name of ordinary length. */
    private static final int HOST_BODY_LENGTH = 4096;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = {"-i", "--input"}, paramLabel = "FILE",
        description = "CSV file with a header row; - is standard input. Default: this host.")
    private String input;

    @Option(names = "--rate", paramLabel = "RATE",
        description = "Rows a second, or max. Default: max for a file, source.rate.hz for this host.")
    private String rate;

    @Option(names = "--bad-rows", paramLabel = "fail|skip", defaultValue = "fail",
        description = "What to do with a row that cannot be read. Default: ${DEFAULT-VALUE}.")
    private BadRows badRows;

    @Option(names = "--columns", paramLabel = "NAMES", split = ",",
        description = "Numeric columns to use, separated by commas. Default: all but the time.")
    private List<String> columns;

    @Option(names = "--time-column", paramLabel = "NAME",
        description = "The column with the time; - for none. Default: found by its name or its first value.")
    private String timeColumn;

    @Option(names = "--delimiter", paramLabel = "CHAR",
        description = "Between cells. Default: comma, semicolon or tab, whichever the header has.")
    private Character delimiter;

    /**
     * An input that is ready to be run.
     *
     * @param source      opens it, given gauges of the kernel.
     * @param rateHz      rows a second, or 0 for as fast as they go.
     * @param longestBody of the messages that its rows cause, in bytes.
     * @param progressOf  0..1, or negative if it is not known.
     * @param closing     closes what is open already, also if the kernel never got as far as taking it over.
     */
    record Opened(
        Function<List<Gauge>, SampleSource> source,
        double rateHz,
        int longestBody,
        DoubleSupplier progressOf,
        Runnable closing) implements AutoCloseable
    {
        @Override
        public void close()
        {
            closing.run();
        }

        double progress()
        {
            return progressOf.getAsDouble();
        }
    }

    String file()
    {
        return input;
    }

    Opened open(final Configuration configuration)
    {
        if (input == null)
        {
            refuseFileOptions();
            final double hz = rate == null ? configuration.number(KernelProperties.SOURCE_RATE) : rateHz();
            if (hz == 0)
            {
                throw new ParameterException(spec.commandLine(), "--rate max needs an --input; this host never ends");
            }
            return new Opened(HostTelemetry::ofThisHost, hz, HOST_BODY_LENGTH, () -> UNKNOWN_PROGRESS, () ->
            {
            });
        }

        final double hz = rate == null ? 0 : rateHz();
        final CsvSource source = CsvSource.open(settings());
        return new Opened(
            (gauges) -> source, hz, StreamLengths.longest(source.columns()), () -> progress(source), source::close);
    }

    private static double progress(final CsvSource source)
    {
        return source.totalBytes() > 0 ? source.bytesRead() / (double)source.totalBytes() : UNKNOWN_PROGRESS;
    }

    private CsvSettings settings()
    {
        final CsvSettings settings = new CsvSettings().input(input).badRows(badRows);
        if (columns != null)
        {
            settings.columns(columns);
        }
        if (timeColumn != null)
        {
            settings.timeColumn(timeColumn);
        }
        if (delimiter != null)
        {
            settings.delimiter(delimiter);
        }
        return settings;
    }

    private void refuseFileOptions()
    {
        if (columns != null || timeColumn != null || delimiter != null)
        {
            throw new ParameterException(
                spec.commandLine(), "--columns, --time-column and --delimiter need an --input");
        }
    }

    private double rateHz()
    {
        if (rate.equals(MAX_RATE))
        {
            return 0;
        }
        try
        {
            final double hz = Double.parseDouble(rate);
            if (hz >= LOWEST_RATE_HZ && hz <= HIGHEST_RATE_HZ)
            {
                return hz;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new ParameterException(spec.commandLine(), "--rate " + rate + " is neither a number nor max", ex);
        }
        throw new ParameterException(spec.commandLine(), "--rate " + rate + " is not in " + LOWEST_RATE_HZ + ".." +
            (long)HIGHEST_RATE_HZ + " rows a second");
    }
}
