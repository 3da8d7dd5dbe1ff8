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
 * A whole number that a user may set.
 *
 * @param name         in lower case, words joined by dots, the unit last.
 * @param defaultValue that holds if nobody sets it.
 * @param minimum      the least value that is accepted.
 * @param maximum      the greatest value that is accepted.
 * @param unit         of the number, for people: {@code ms}, {@code rows}.
 * @param description  one line for people.
 */
public record Setting(String name, long defaultValue, long minimum, long maximum, String unit, String description)
{
    /**
     * Check that the default lies in the range.
     */
    public Setting
    {
        if (defaultValue < minimum || defaultValue > maximum)
        {
            throw new IllegalArgumentException("setting " + name + ": default " + defaultValue + " is not in " +
                minimum + ".." + maximum);
        }
    }
}
