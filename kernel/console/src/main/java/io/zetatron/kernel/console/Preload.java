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

/**
 * Loads classes that a run will need on a second core, while the first one reads the command line: half of a short
 * boot is loading classes.
 */
final class Preload
{
    /** Makes the linker's call shapes, which takes longest of all, and depends on no other of these classes. */
    private static final String BINDING = "io.zetatron.nativeaccess.CallShapes";

    private static final String[] CLASSES = {
        BINDING,
        "io.aeron.driver.MediaDriver",
        "io.aeron.driver.MediaDriver$Context",
        "io.aeron.driver.Configuration",
        "io.aeron.driver.DriverConductor",
        "io.aeron.driver.ClientCommandAdapter",
        "io.aeron.driver.IpcPublication",
        "io.aeron.driver.buffer.FileStoreLogFactory",
        "io.aeron.Aeron",
        "io.aeron.Aeron$Context",
        "io.aeron.ClientConductor",
        "io.aeron.ExclusivePublication",
        "io.aeron.Image",
        "io.zetatron.kernel.runtime.KernelBoot",
        "io.zetatron.kernel.runtime.source.host.HostTelemetry",
        "io.zetatron.kernel.runtime.source.csv.CsvSource",
        "io.zetatron.kernel.runtime.sink.JsonLinesWriter",
        "io.zetatron.figcom.FrameSubscription",
        "io.zetatron.figcom.TaskPublication",
        "org.HdrHistogram.SingleWriterRecorder",
        "org.HdrHistogram.Histogram",
        "org.jline.utils.Signals",
    };

    private Preload()
    {
    }

    /**
     * Begin to load, on a thread that ends by itself. A class that cannot be loaded is left to whoever needs it.
     */
    static void start()
    {
        Thread.ofPlatform().name("preload").daemon(true).start(() ->
        {
            for (final String name : CLASSES)
            {
                load(name);
            }
        });
    }

    private static void load(final String name)
    {
        try
        {
            // Loaded, not initialised: who initialises a class first must not depend on who is faster.
            Class.forName(name, name.equals(BINDING), Preload.class.getClassLoader());
        }
        catch (final ClassNotFoundException | LinkageError ex)
        {
            return;
        }
    }
}
