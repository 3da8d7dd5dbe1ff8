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

import io.zetatron.kernel.runtime.sink.IncidentRecord;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An incident in one line.
 */
final class IncidentText
{
    private static final Pattern TIME = Pattern.compile("(?<=[T ])\\d\\d:\\d\\d:\\d\\d");

    private IncidentText()
    {
    }

    static String line(final IncidentRecord incident)
    {
        return line(incident, incident.timestamp());
    }

    /**
     * For a screen, where room is scarce and the day is known.
     *
     * @param incident to tell of.
     * @return one line, in which a time stamp is cut to its hours, minutes and seconds.
     */
    static String brief(final IncidentRecord incident)
    {
        final Matcher time = TIME.matcher(incident.timestamp());
        return line(incident, time.find() ? time.group() : incident.timestamp());
    }

    private static String line(final IncidentRecord incident, final String timestamp)
    {
        final StringBuilder text = new StringBuilder("#").append(incident.id()).append(' ');
        if (!timestamp.isEmpty())
        {
            text.append(timestamp).append(' ');
        }
        text.append(incident.pattern().equals("none") ? "anomaly" : incident.pattern())
            .append(String.format(Locale.ROOT, " %.2f: ", incident.peakScore()));
        if (!incident.explanation().isEmpty())
        {
            return text.append(incident.explanation()).toString();
        }
        return text.append(incident.suspects().isEmpty() ? "" : incident.suspects().getFirst().column())
            .append(" at row ").append(incident.firstRow()).toString();
    }
}
