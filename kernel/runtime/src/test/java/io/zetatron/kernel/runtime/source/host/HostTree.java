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
package io.zetatron.kernel.runtime.source.host;

import io.zetatron.kernel.runtime.source.SampleRow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A recorded host: the pseudo files that a test writes, and clocks that it moves. Files are rewritten in place, as an
 * open pseudo file's text changes in place.
 */
final class HostTree
{
    private static final long EPOCH_NS = 1_795_221_676_123_000_000L;

    private final Path root;
    private long nowNs;

    HostTree(final Path root)
    {
        this.root = root;
    }

    HostTree file(final String name, final String text)
    {
        try
        {
            final Path path = root.resolve(name);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    HostTree folder(final String name)
    {
        try
        {
            Files.createDirectories(root.resolve(name));
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    HostTree pass(final long ms)
    {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        return this;
    }

    HostTelemetry open(final Gauge... gauges)
    {
        return new HostTelemetry(
            root.resolve("proc"), root.resolve("sys"), () -> nowNs, () -> EPOCH_NS + nowNs, List.of(gauges));
    }

    /**
     * Take a row.
     */
    static SampleRow row(final HostTelemetry host)
    {
        final SampleRow row = new SampleRow(host.columns().size());
        host.next(row);
        return row;
    }

    /**
     * A column's value in a row.
     */
    static double value(final HostTelemetry host, final SampleRow row, final String column)
    {
        return row.value(host.columns().indexOf(column));
    }
}
