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
package io.zetatron.kernel.console.doctor;

/**
 * One thing that the host gives a low-latency process or withholds from it.
 *
 * @param id     stable name for programs, such as {@code cpu.quota}.
 * @param topic  under which reports show it.
 * @param title  for people, a few words.
 * @param level  how much it matters.
 * @param found  what is there, or why it cannot be seen.
 * @param advice exactly what to do about it: a command, file, setting or capability; may be empty if it costs nothing.
 */
public record Finding(String id, Topic topic, String title, Level level, String found, String advice)
{
    /**
     * Check that there is advice wherever something is less than well.
     */
    public Finding
    {
        if (level.compareTo(Level.NOTE) >= 0 && advice.isBlank())
        {
            throw new IllegalArgumentException(id + " is " + level + " and says not what to do: " + found);
        }
    }
}
