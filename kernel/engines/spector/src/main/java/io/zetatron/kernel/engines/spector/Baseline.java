/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

/**
 * What a column is expected to be: several predictors run side by side and the one whose recent robust error is
 * smallest speaks. They are the drift, the level and the trend, the day and the week by the clock where there is one,
 * and a season found in the history together with seven of it. A season found wrong has a large error and is not heard.
 * <p>
 * Not thread-safe. Predictors are made when first needed; between those moments nothing is allocated.
 */
final class Baseline
{
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int DAY_PHASES_MIN = 4;
    private static final int DAY_PHASES_MAX = 1440;
    private static final int WEEK_PHASES_MAX = 2016;
    private static final int WEEK_ROWS_MAX = 10_080;
    private static final int HISTORY_ROWS = 4096;
    private static final int SEARCH_ROWS_MIN = 64;
    private static final int SEARCH_ROWS_MAX = 512;
    private static final double CHANGE_FACTOR = 0.95;
    private static final int DRIFT = 0;
    private static final int LEVEL = 1;
    private static final int TREND = 2;
    private static final int DAY = 3;
    private static final int SMOOTH_DAY = 4;
    private static final int WEEK = 5;
    private static final int SEASON = 6;
    private static final int SMOOTH_SEASON = 7;
    private static final int SEVEN_SEASONS = 8;

    private final Predictor[] predictors = new Predictor[9];
    private final History history = new History(HISTORY_ROWS);
    private final RowClock clock = new RowClock();
    private SeasonFinder finder;
    private int best = LEVEL;
    private long moved;
    private int rowsToSearch = SEARCH_ROWS_MIN;
    private int candidateRows;
    private int seasonRows;

    Baseline()
    {
        predictors[DRIFT] = new DriftPredictor();
        predictors[LEVEL] = new LevelPredictor();
        predictors[TREND] = new TrendPredictor();
    }

    /**
     * Form the expectation of the next row.
     *
     * @param timestampNs of the row since the epoch, or {@link RowClock#NO_TIME}.
     */
    void expect(final long timestampNs)
    {
        moved = clock.advance(timestampNs);
        if (predictors[DAY] == null && clock.intervalNs() > 0)
        {
            startClock();
        }
        for (final Predictor predictor : predictors)
        {
            if (predictor != null)
            {
                predictor.expect(clock.row(), timestampNs);
            }
        }
        choose();
    }

    /**
     * @return the expected value of the row, or NaN before the first value.
     */
    double expected()
    {
        return predictors[best].expected();
    }

    /**
     * @return the standard deviation of the error of {@link #expected()}.
     */
    double sigma()
    {
        return predictors[best].sigma();
    }

    /**
     * @param value of the row at hand.
     * @return by how many standard deviations it lies from what the column is used to, the last rows left aside.
     */
    double departure(final double value)
    {
        return predictors[best].departure(value);
    }

    /**
     * @return the length of the season found, or {@link SeasonFinder#NONE}.
     */
    int seasonRows()
    {
        return seasonRows;
    }

    /**
     * Learn the row at hand.
     *
     * @param value of the row, NaN when it is missing.
     */
    void learn(final double value)
    {
        for (final Predictor predictor : predictors)
        {
            if (predictor != null)
            {
                teach(predictor, value);
            }
        }
        history.add(value, moved);
        if (--rowsToSearch <= 0)
        {
            rowsToSearch = Math.clamp(history.size() / 4, SEARCH_ROWS_MIN, SEARCH_ROWS_MAX);
            search();
        }
    }

    private static void teach(final Predictor predictor, final double value)
    {
        if (Double.isNaN(value))
        {
            predictor.skip();
        }
        else
        {
            predictor.learn(value);
        }
    }

    private void choose()
    {
        if (!predictors[best].ready())
        {
            best = LEVEL;
        }
        for (int i = 0; i < predictors.length; i++)
        {
            final Predictor other = predictors[i];
            if (other != null && other.ready() && other.loss() < CHANGE_FACTOR * predictors[best].loss())
            {
                best = i;
            }
        }
    }

    private void startClock()
    {
        final long dayRows = DAY_NS / clock.intervalNs();
        if (dayRows >= DAY_PHASES_MIN)
        {
            final int dayPhases = (int)Math.min(dayRows, DAY_PHASES_MAX);
            final int weekPhases = (int)Math.min(7 * dayRows, WEEK_PHASES_MAX);
            predictors[DAY] = SeasonalPredictor.ofTime(DAY_NS, dayPhases, false);
            predictors[SMOOTH_DAY] = SeasonalPredictor.ofTime(DAY_NS, dayPhases, true);
            predictors[WEEK] = SeasonalPredictor.ofTime(7 * DAY_NS, weekPhases, false);
        }
    }

    private void search()
    {
        if (finder == null)
        {
            finder = new SeasonFinder(HISTORY_ROWS);
        }
        final int found = history.season(finder);
        final boolean settled = seasonRows == SeasonFinder.NONE || found == candidateRows;
        candidateRows = found;
        if (found != SeasonFinder.NONE && found != seasonRows && settled)
        {
            seasonRows = found;
            best = best >= SEASON ? LEVEL : best;
            predictors[SEASON] = replayed(found, false);
            predictors[SMOOTH_SEASON] = replayed(found, true);
            final boolean weekly = predictors[DAY] == null && found * 7 <= WEEK_ROWS_MAX;
            predictors[SEVEN_SEASONS] = weekly ? replayed(found * 7, false) : null;
        }
    }

    private Predictor replayed(final int rows, final boolean smooth)
    {
        final Predictor predictor = SeasonalPredictor.ofRows(rows, smooth);
        for (int age = history.size() - 1; age >= 0; age--)
        {
            predictor.expect(clock.row() - age, RowClock.NO_TIME);
            teach(predictor, history.value(age));
        }
        return predictor;
    }
}
