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

import io.zetatron.nativeaccess.library.Library;
import io.zetatron.nativeaccess.library.LibraryProbe;
import io.zetatron.nativeaccess.library.LibrarySearch;
import io.zetatron.nativeaccess.library.VendorAnswer;
import io.zetatron.nativeaccess.library.VendorProbe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What is known of the optional libraries.
 *
 * @param probes  of each of them.
 * @param answers of those that could be asked for versions and devices.
 */
public record LibraryFacts(List<LibraryProbe> probes, Map<Library, VendorAnswer> answers)
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    /**
     * Begin to look for libraries on this host and to ask those that are there, beside what else is examined.
     *
     * @param search that finds them.
     * @return which waits for what was found.
     */
    public static Supplier<LibraryFacts> live(final LibrarySearch search)
    {
        final FutureTask<LibraryFacts> task = new FutureTask<>(() ->
        {
            final List<LibraryProbe> probes = Library.optional().stream().map(search::probe).toList();
            return new LibraryFacts(probes, VendorProbe.ask(probes, TIMEOUT_NS));
        });
        Thread.ofPlatform().name("library-facts").start(task);
        return () ->
        {
            try
            {
                return task.get();
            }
            catch (final ExecutionException ex)
            {
                throw new IllegalStateException(ex.getCause());
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", ex);
            }
        };
    }
}
