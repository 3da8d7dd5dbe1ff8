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
package io.zetatron.kernel.api;

/**
 * Who an engine is.
 *
 * @param id    short name in lower case, by which channels and settings speak of it.
 * @param title what it does, for people.
 * @param load  how much of a core it asks for beside the others, 1 to 100: the planner shares cores out by it.
 */
public record EngineDescriptor(String id, String title, int load)
{
    private static final int MAX_LOAD = 100;

    /**
     * Check the fields.
     */
    public EngineDescriptor
    {
        if (!id.matches("[a-z][a-z0-9-]{0,30}"))
        {
            throw new IllegalArgumentException(
                "engine id \"" + id + "\" must be up to 31 of a-z, 0-9 and -, and begin with a letter");
        }
        if (load < 1 || load > MAX_LOAD)
        {
            throw new IllegalArgumentException("engine " + id + ": load " + load + " must be in 1.." + MAX_LOAD);
        }
    }
}
