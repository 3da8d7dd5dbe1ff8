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
package io.zetatron.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.util.List;

/**
 * What a run found, and its conditions.
 */
public interface Report
{
    /**
     * For people.
     *
     * @return the lines.
     */
    List<String> lines();

    /**
     * For programs, as fields of the object that is being written.
     *
     * @param json to write to.
     * @throws IOException if it cannot be written.
     */
    void write(JsonGenerator json) throws IOException;
}
