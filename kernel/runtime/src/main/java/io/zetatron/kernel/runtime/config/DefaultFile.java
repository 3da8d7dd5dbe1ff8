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
package io.zetatron.kernel.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The annotated default configuration: every key with its meaning, range and default.
 */
public final class DefaultFile
{
    private static final String NAME = "/io/zetatron/kernel/runtime/zetatron.yaml";

    private DefaultFile()
    {
    }

    /**
     * The file's text.
     *
     * @return YAML that sets every key to its default.
     */
    public static String text()
    {
        try (InputStream stream = DefaultFile.class.getResourceAsStream(NAME))
        {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + NAME + " from the jar", ex);
        }
    }
}
