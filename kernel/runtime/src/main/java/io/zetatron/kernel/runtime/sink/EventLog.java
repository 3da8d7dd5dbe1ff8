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
package io.zetatron.kernel.runtime.sink;

import io.zetatron.figcom.codec.AlarmDecoder;
import io.zetatron.figcom.codec.ExplanationDecoder;
import io.zetatron.figcom.codec.IncidentDecoder;
import io.zetatron.figcom.codec.IncidentState;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * The latest incidents and alarms, and how many there were in all. Safe for use by any thread.
 */
public final class EventLog
{
    /**
     * The most incidents that are kept; older ones are only counted.
     */
    public static final int MAX_INCIDENTS = 10_000;

    /**
     * The most alarms that are kept; older ones are only counted.
     */
    public static final int MAX_ALARMS = 1000;

    private final List<String> columns;
    private final SequencedMap<Long, IncidentRecord> incidents = new LinkedHashMap<>();
    private final Deque<AlarmRecord> alarms = new ArrayDeque<>();
    private long incidentCount;
    private long alarmCount;
    private long abandonedPlans;
    private long latePlans;

    /**
     * An empty log.
     *
     * @param columns names of the input's columns.
     */
    public EventLog(final List<String> columns)
    {
        this.columns = List.copyOf(columns);
    }

    /**
     * The incidents that are kept, oldest first.
     *
     * @return a snapshot.
     */
    public synchronized List<IncidentRecord> incidents()
    {
        return List.copyOf(incidents.values());
    }

    /**
     * The alarms that are kept, oldest first.
     *
     * @return a snapshot.
     */
    public synchronized List<AlarmRecord> alarms()
    {
        return List.copyOf(alarms);
    }

    /**
     * The latest incidents.
     *
     * @param most how many at most.
     * @return newest first.
     */
    public synchronized List<IncidentRecord> latestIncidents(final int most)
    {
        return incidents.sequencedValues().reversed().stream().limit(most).toList();
    }

    /**
     * The latest alarms.
     *
     * @param most how many at most.
     * @return newest first.
     */
    public synchronized List<AlarmRecord> latestAlarms(final int most)
    {
        return alarms.reversed().stream().limit(most).toList();
    }

    /**
     * How many incidents there were.
     *
     * @return the count.
     */
    public synchronized long incidentCount()
    {
        return incidentCount;
    }

    /**
     * How many alarms there were.
     *
     * @return the count.
     */
    public synchronized long alarmCount()
    {
        return alarmCount;
    }

    /**
     * How many plans were given up because a task was not done in time.
     *
     * @return the count.
     */
    public synchronized long abandonedPlans()
    {
        return abandonedPlans;
    }

    /**
     * How many plans came to their end with a task done late.
     *
     * @return the count.
     */
    public synchronized long latePlans()
    {
        return latePlans;
    }

    synchronized void onIncident(final IncidentDecoder message)
    {
        final IncidentRecord before = incidents.get(message.incident());
        final boolean isOpening = message.state() == IncidentState.OPENED;
        if (before == null && !isOpening)
        {
            return;
        }
        incidents.put(message.incident(), record(message, isOpening, before));
        if (isOpening)
        {
            incidentCount++;
            if (incidents.size() > MAX_INCIDENTS)
            {
                incidents.pollFirstEntry();
            }
        }
    }

    synchronized void onExplanation(final ExplanationDecoder message)
    {
        switch (message.status())
        {
            case ABANDONED -> abandonedPlans++;
            case LATE -> latePlans++;
            default ->
            {
            }
        }
        final String text = message.text();
        incidents.computeIfPresent(message.incident(), (id, incident) -> incident.withExplanation(text));
    }

    synchronized void onAlarm(final AlarmDecoder message)
    {
        alarmCount++;
        alarms.addLast(new AlarmRecord(
            message.kind().name().toLowerCase(Locale.ROOT), message.value(), message.threshold(), message.subject()));
        if (alarms.size() > MAX_ALARMS)
        {
            alarms.removeFirst();
        }
    }

    synchronized void onAnomaly(final long row, final long incident, final String timestamp)
    {
        incidents.computeIfPresent(incident, (id, before) ->
            before.firstRow() == row ? before.withTimestamp(timestamp) : before);
    }

    private IncidentRecord record(
        final IncidentDecoder message, final boolean isOpen, final IncidentRecord before)
    {
        final List<IncidentRecord.Suspect> suspects = new ArrayList<>();
        for (final IncidentDecoder.SuspectsDecoder suspect : message.suspects())
        {
            suspects.add(new IncidentRecord.Suspect(
                columns.get(suspect.column()), suspect.firstRow(), suspect.weight()));
        }
        return new IncidentRecord(
            message.incident(),
            message.firstRow(),
            message.lastRow(),
            message.rows(),
            message.peakScore(),
            isOpen,
            message.pattern().name().toLowerCase(Locale.ROOT),
            List.copyOf(suspects),
            before == null ? "" : before.explanation(),
            before == null ? "" : before.timestamp());
    }
}
