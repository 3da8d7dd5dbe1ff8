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

import com.fasterxml.jackson.core.JsonGenerator;
import org.jline.utils.AttributedString;

import java.io.IOException;
import java.util.List;

/**
 * A way to look at a kernel from outside.
 */
interface Presentation
{
    /**
     * Lay it out for people.
     *
     * @param figures of the kernel.
     * @param look    of the terminal.
     * @param width   in columns.
     * @param height  in lines.
     * @return at most as many lines as it is high, none wider than it is wide.
     */
    List<AttributedString> screen(KernelRates figures, Look look, int width, int height);

    /**
     * Put it into a line or more, for a pipe or log that is to be appended to.
     *
     * @param figures of the kernel.
     * @return the lines.
     */
    List<String> lines(KernelRates figures);

    /**
     * Write it as one JSON object.
     *
     * @param figures of the kernel.
     * @param json    to write to.
     * @throws IOException if it cannot be written.
     */
    void json(KernelRates figures, JsonGenerator json) throws IOException;
}
