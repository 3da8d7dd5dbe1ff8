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
import java.util.zip.CRC32C;

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

    private static final String ELLIPSIS = "...";

    /**
     * Check the name.
     */
    public StateSchema
    {
        checkName("a state region's name", name);
    }

    /**
     * A schema for a layout that a text of any length describes, for example with the columns of its input. What does
     * not fit into the name counts in the id all the same.
     *
     * @param text    for people, not blank; two layouts have two texts.
     * @param version of the layout.
     * @return the schema.
     */
    public static StateSchema describedBy(final String text, final int version)
    {
        final CRC32C id = new CRC32C();
        id.update(text.getBytes(StandardCharsets.UTF_8));
        return new StateSchema(excerpt(text), (int)id.getValue(), version);
    }

    private static String excerpt(final String text)
    {
        final String printable = text.codePoints().map((point) -> Character.isISOControl(point) ? ' ' : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        if (lengthBytes(printable) <= MAX_NAME_BYTES)
        {
            return printable;
        }
        int end = 0;
        while (lengthBytes(printable.substring(0, printable.offsetByCodePoints(end, 1))) <=
            MAX_NAME_BYTES - ELLIPSIS.length())
        {
            end = printable.offsetByCodePoints(end, 1);
        }
        return printable.substring(0, end) + ELLIPSIS;
    }

    private static int lengthBytes(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static void checkName(final String what, final String name)
    {
        final int length = lengthBytes(name);
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
