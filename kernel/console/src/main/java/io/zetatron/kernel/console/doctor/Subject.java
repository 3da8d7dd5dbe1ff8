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
 * What one kind of finding is about: makes the findings of that kind.
 *
 * @param id    stable name for programs.
 * @param topic under which reports show it.
 * @param title for people.
 */
public record Subject(String id, Topic topic, String title)
{
    /**
     * All is as it should be.
     *
     * @param found what is there.
     * @return the finding.
     */
    public Finding ok(final String found)
    {
        return new Finding(id, topic, title, Level.OK, found, "");
    }

    /**
     * It is optional and not here.
     *
     * @param found  what is lacking.
     * @param advice what would bring it; empty if nothing would, as for hardware.
     * @return the finding.
     */
    public Finding info(final String found, final String advice)
    {
        return new Finding(id, topic, title, Level.INFO, found, advice);
    }

    /**
     * It could be better.
     *
     * @param found  what is there.
     * @param advice what to do.
     * @return the finding.
     */
    public Finding note(final String found, final String advice)
    {
        return new Finding(id, topic, title, Level.NOTE, found, advice);
    }

    /**
     * It costs latency, or stops something from working.
     *
     * @param found  what is there.
     * @param advice what to do.
     * @return the finding.
     */
    public Finding warn(final String found, final String advice)
    {
        return new Finding(id, topic, title, Level.WARN, found, advice);
    }

    /**
     * It cannot be seen.
     *
     * @param reading the file that could not be read.
     * @return the finding, which says why and which right is lacking.
     */
    public Finding hidden(final Reading reading)
    {
        return note("not visible: " + reading.why(), reading.remedy());
    }
}
