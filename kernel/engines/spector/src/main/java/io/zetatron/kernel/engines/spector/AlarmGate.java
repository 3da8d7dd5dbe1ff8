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
 * Decides which surprising rows are reported. One disturbance is reported for a few rows and ends after a quiet
 * stretch; each disturbance reported raises the bar for the next ones, more so the more there were lately, and the bar
 * sinks back with time, so that a column whose oddities are usual grows quiet. Not thread-safe.
 */
final class AlarmGate
{
    private static final int QUIET_ROWS = 8;
    private static final double QUIET_SHARE = 0.6;
    private static final double FORGETTING = 1 - 1.0 / 2500;
    private static final double HABIT_STEP = 0.3;
    private static final double HABIT_POWER = 1.5;

    private final double bar;
    private final int rowsLimit;
    private double recent;
    private boolean open;
    private int reported;
    private int quiet;
    private int rows;

    /**
     * @param bar       the surprise from which a row is reported.
     * @param rowsLimit rows reported of one disturbance.
     */
    AlarmGate(final double bar, final int rowsLimit)
    {
        this.bar = bar;
        this.rowsLimit = rowsLimit;
    }

    /**
     * Judge a row.
     *
     * @param surprise of the row.
     * @return the surprise less the habit: at least the bar when the row is to be reported, below it otherwise.
     */
    double pass(final double surprise)
    {
        recent *= FORGETTING;
        rows++;
        final double rest = Math.max(0, surprise - habit());
        if (rest < bar)
        {
            calm(surprise);
            return rest;
        }
        if (!open)
        {
            open = true;
            reported = 0;
            rows = 1;
            recent++;
        }
        quiet = 0;
        return reported++ < rowsLimit ? rest : bar * 0.99;
    }

    /**
     * @return whether a disturbance is under way, reported or not.
     */
    boolean open()
    {
        return open;
    }

    /**
     * @return the rows of the disturbance under way, 1 on the row that opened it; 0 when there is none.
     */
    int openRows()
    {
        return open ? rows : 0;
    }

    private double habit()
    {
        // the disturbance under way was paid for when it opened
        final double others = open ? recent - 1 : recent;
        return others <= 0 ? 0 : HABIT_STEP * Math.pow(others, HABIT_POWER);
    }

    private void calm(final double surprise)
    {
        quiet = surprise < QUIET_SHARE * bar ? quiet + 1 : 0;
        if (quiet >= QUIET_ROWS)
        {
            open = false;
        }
    }
}
