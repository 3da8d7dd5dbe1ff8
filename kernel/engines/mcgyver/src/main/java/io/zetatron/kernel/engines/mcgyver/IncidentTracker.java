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
package io.zetatron.kernel.engines.mcgyver;

import io.zetatron.figcom.codec.Pattern;

import java.util.Arrays;

/**
 * The incident under way: the anomalies that follow one another closely, and which columns they are in. Not
 * thread-safe; allocates nothing after it was made.
 */
final class IncidentTracker
{
    /**
     * The most suspects that are named.
     */
    static final int MAX_SUSPECTS = 8;

    private static final double PRECURSOR_DEVIATION = 4;
    private static final int PRECURSOR_ROWS = 16;
    private static final double EARLINESS_ROWS = 8;
    private static final long NOT_INVOLVED = Long.MAX_VALUE;

    private final DeviationHistory history;
    private final long gapRows;
    private final long[] involvedSince;
    private final double[] deviations;
    private final double[] weights;
    private final int[] suspects = new int[MAX_SUSPECTS];
    private int suspectCount;
    private long incident;
    private boolean isOpen;
    private long firstRow;
    private long lastRow;
    private int rows;
    private double peakScore;
    private Pattern pattern = Pattern.NONE;

    IncidentTracker(final DeviationHistory history, final int columns, final long gapRows)
    {
        this.history = history;
        this.gapRows = gapRows;
        involvedSince = new long[columns];
        deviations = new double[columns];
        weights = new double[columns];
    }

    /**
     * Whether the incident under way is over once a row has come.
     *
     * @param row number.
     * @return true if the last anomaly lies too far back.
     */
    boolean isOverAt(final long row)
    {
        return isOpen && row - lastRow > gapRows;
    }

    /**
     * End the incident under way.
     */
    void close()
    {
        isOpen = false;
    }

    /**
     * Begin an incident.
     *
     * @param row of its first anomaly.
     */
    void open(final long row)
    {
        incident++;
        isOpen = true;
        firstRow = row;
        rows = 0;
        peakScore = 0;
        pattern = Pattern.NONE;
        Arrays.fill(involvedSince, NOT_INVOLVED);
        Arrays.fill(deviations, 0);
    }

    /**
     * A row of the incident under way has an anomaly.
     *
     * @param row   number.
     * @param score of the row.
     */
    void addRow(final long row, final double score)
    {
        lastRow = row;
        rows++;
        peakScore = Math.max(peakScore, score);
    }

    /**
     * A column has an anomaly in a row of the incident under way. A column that had begun to deviate in the rows just
     * before counts as involved from there on.
     *
     * @param row       number.
     * @param column    index.
     * @param deviation signed.
     * @param kind      of the anomaly.
     */
    void addColumn(final long row, final int column, final double deviation, final Pattern kind)
    {
        if (pattern == Pattern.NONE)
        {
            pattern = kind;
        }
        if (involvedSince[column] == NOT_INVOLVED)
        {
            involvedSince[column] = beginning(row, column);
        }
        if (!Double.isNaN(deviation))
        {
            // Bounded, so that the weights of infinite ones can still be compared.
            deviations[column] = Math.max(deviations[column], Math.min(Math.abs(deviation), Double.MAX_VALUE));
        }
    }

    /**
     * Rank the columns involved: the earlier and the farther from what was expected, the likelier the origin.
     */
    void rank()
    {
        suspectCount = 0;
        double sum = 0;
        long earliest = NOT_INVOLVED;
        for (final long since : involvedSince)
        {
            earliest = Math.min(earliest, since);
        }
        for (int column = 0; column < weights.length; column++)
        {
            weights[column] = involvedSince[column] == NOT_INVOLVED ? 0 :
                Math.exp((earliest - involvedSince[column]) / EARLINESS_ROWS) * (1 + Math.log1p(deviations[column]));
            insert(column);
        }
        for (int i = 0; i < suspectCount; i++)
        {
            sum += weights[suspects[i]];
        }
        for (int i = 0; i < suspectCount; i++)
        {
            weights[suspects[i]] /= sum;
        }
    }

    int suspectCount()
    {
        return suspectCount;
    }

    int suspect(final int rank)
    {
        return suspects[rank];
    }

    long involvedSince(final int column)
    {
        return involvedSince[column];
    }

    double weight(final int column)
    {
        return weights[column];
    }

    boolean isOpen()
    {
        return isOpen;
    }

    long incident()
    {
        return incident;
    }

    long firstRow()
    {
        return firstRow;
    }

    long lastRow()
    {
        return lastRow;
    }

    int rows()
    {
        return rows;
    }

    double peakScore()
    {
        return peakScore;
    }

    Pattern pattern()
    {
        return pattern;
    }

    private long beginning(final long row, final int column)
    {
        long since = row;
        for (long earlier = row - 1; earlier >= Math.max(history.firstRow(), row - PRECURSOR_ROWS); earlier--)
        {
            if (Math.abs(history.get(earlier, column)) < PRECURSOR_DEVIATION)
            {
                break;
            }
            since = earlier;
        }
        return since;
    }

    private void insert(final int column)
    {
        if (weights[column] <= 0)
        {
            return;
        }
        int place = suspectCount;
        while (place > 0 && weights[suspects[place - 1]] < weights[column])
        {
            place--;
        }
        if (place < MAX_SUSPECTS)
        {
            suspectCount = Math.min(suspectCount + 1, MAX_SUSPECTS);
            System.arraycopy(suspects, place, suspects, place + 1, suspectCount - place - 1);
            suspects[place] = column;
        }
    }
}
