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

import io.zetatron.memory.pool.SlabPools.SizeClass;

import java.util.Arrays;
import java.util.List;

/**
 * The size classes of slots for tensors, as text: {@code 4KiB:256,1MiB:8} for 256 slots of 4 KiB and 8 of 1 MiB.
 */
public final class TensorSlots
{
    /**
     * The word for no slots at all.
     */
    public static final String NONE = "none";

    private TensorSlots()
    {
    }

    /**
     * Read the text.
     *
     * @param text of size classes, or {@link #NONE}.
     * @return the size classes.
     * @throws IllegalArgumentException if it is neither.
     */
    public static List<SizeClass> parse(final String text)
    {
        return text.equals(NONE) ? List.of() :
            Arrays.stream(text.split(",", -1)).map(String::trim).map(TensorSlots::sizeClass).toList();
    }

    private static SizeClass sizeClass(final String text)
    {
        final int colon = text.indexOf(':');
        if (colon < 0)
        {
            throw new IllegalArgumentException("\"" + text + "\" is no size with a number of slots, such as 4KiB:256");
        }
        return new SizeClass(
            Math.toIntExact(Property.bytes(text.substring(0, colon))), Integer.parseInt(text.substring(colon + 1)));
    }

    /**
     * What to call slots of a size.
     *
     * @param slotBytes of each.
     * @return for example {@code 4KiB}.
     */
    public static String name(final int slotBytes)
    {
        return Property.sizeText(slotBytes);
    }
}
