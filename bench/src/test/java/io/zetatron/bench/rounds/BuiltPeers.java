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
package io.zetatron.bench.rounds;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The C side, where there was a compiler to build it.
 */
public final class BuiltPeers
{
    private BuiltPeers()
    {
    }

    /**
     * Skip the test where there was none.
     *
     * @param fileName of what it needs.
     */
    public static void assume(final String fileName)
    {
        final Path library = Path.of(System.getProperty(NativePeers.FOLDER_PROPERTY), fileName);
        assumeTrue(Files.exists(library),
            () -> "no C compiler: cc was not on the PATH when Maven built, so there is no " + library);
    }
}
