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
package io.zetatron.memory.state;

import java.nio.charset.StandardCharsets;

/**
 * What a region of state is, so that it is never read as something else.
 *
 * @param name    of the region, unique in its block.
 * @param id      of the layout of its bytes.
 * @param version of that layout.
 */
public record StateSchema(String name, int id, int version)
{
    /**
     * The longest name, in bytes of UTF-8.
     */
    public static final int MAX_NAME_BYTES = 128;

    /**
     * Check the name.
     */
    public StateSchema
    {
        checkName("a state region's name", name);
    }

    static void checkName(final String what, final String name)
    {
        final int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isBlank() || length > MAX_NAME_BYTES || name.chars().anyMatch(Character::isISOControl))
        {
            throw new IllegalArgumentException(what + " is '" + name + "': choose 1 to " + MAX_NAME_BYTES +
                " bytes without control characters");
        }
    }

    @Override
    public String toString()
    {
        return name + " (schema " + id + " version " + version + ")";
    }
}
