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

import java.util.Random;

/**
 * Made columns of known shape, the same for the same seed.
 */
final class SyntheticColumns
{
    /** First timestamp of the made columns, a Thursday midnight. */
    static final long START_NS = 1_735_776_000_000_000_000L - 86_400_000_000_000L * 2;

    private static final long DAY_NS = 86_400_000_000_000L;

    private SyntheticColumns()
    {
    }

    enum Noise
    {
        GAUSSIAN, STUDENT_3, STUDENT_4;

        /**
         * @return a draw with the spread of a standard normal one.
         */
        double draw(final Random random)
        {
            return switch (this)
            {
                case GAUSSIAN -> random.nextGaussian();
                case STUDENT_3 -> student(random, 3) / 1.2;
                case STUDENT_4 -> student(random, 4) / 1.15;
            };
        }
    }

    static long timestampNs(final int row, final int rowsPerDay)
    {
        return START_NS + row * (DAY_NS / rowsPerDay);
    }

    /**
     * A daily cycle with two harmonics and a trend; the noise has sigma 1, the cycle an amplitude of 6.
     */
    static double[] daily(final int rows, final int rowsPerDay, final Noise noise, final long seed)
    {
        final Random random = new Random(seed);
        final double[] values = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            final double angle = 2 * Math.PI * i / rowsPerDay;
            final double cycle = 6 * Math.sin(angle) + 2 * Math.sin(2 * angle + 1);
            values[i] = cycle + 5.0 * i / rows + noise.draw(random);
        }
        return values;
    }

    static double[] scaled(final double[] values, final double offset, final double scale)
    {
        final double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++)
        {
            scaled[i] = offset + scale * values[i];
        }
        return scaled;
    }

    /**
     * A named column without an anomaly that a simple detector trips over.
     */
    static double[] awkward(final String name, final int rows, final long seed)
    {
        final Random random = new Random(seed);
        final double[] values = new double[rows];
        double state = 0;
        for (int i = 0; i < rows; i++)
        {
            state = next(name, i, state, random);
            values[i] = state;
        }
        return values;
    }

    private static double next(final String name, final int i, final double state, final Random random)
    {
        return switch (name)
        {
            case "rare" -> random.nextInt(200) == 0 ? 0.1 + random.nextDouble() : 0;
            case "rarer" -> random.nextInt(1000) == 0 ? 0.1 + random.nextDouble() : 0;
            case "counts" -> poisson(random, 0.4);
            case "rareCounts" -> poisson(random, 0.02);
            case "lognormal" -> Math.exp(1.5 * random.nextGaussian());
            case "pareto" -> Math.pow(1 - random.nextDouble(), -1 / 1.5);
            case "counter" -> state + poisson(random, 20);
            case "walk" -> state + random.nextGaussian();
            case "sawtooth" -> i % 137;
            case "noisySawtooth" -> i % 137 + random.nextGaussian();
            case "square" -> i / 60 % 2 == 0 ? 10 : 20;
            case "noisySquare" -> (i / 60 % 2 == 0 ? 10 : 20) + random.nextGaussian();
            case "randomSquare" -> random.nextInt(60) == 0 ? 30 - Math.max(10, state) : Math.max(10, state);
            case "piecewise" -> random.nextInt(150) == 0 ? random.nextInt(20) : state;
            case "autoregressive" -> 0.95 * state + random.nextGaussian();
            case "garch" -> random.nextGaussian() * Math.exp(1.0 * Math.sin(i / 150.0) + 0.5 * Math.sin(i / 37.3));
            case "bursty" -> poisson(random, gammaTwo(random) * (6 + 4 * Math.sin(2 * Math.PI * i / 288)));
            case "cauchy" -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
            case "dither" -> Math.round(50 + 0.4 * random.nextGaussian());
            case "dirac" -> random.nextInt(20) == 0 ? 100 + random.nextGaussian() : random.nextGaussian();
            case "bimodal" -> (random.nextInt(30) == 0 ? 20 - Math.signum(state - 10) * 10 : state > 10 ? 20 : 1) +
                0.1 * random.nextGaussian();
            case "percent" -> Math.clamp(95 + 10 * random.nextGaussian(), 0, 100);
            case "huge" -> 1e15 * (1 + 0.01 * random.nextGaussian());
            case "tiny" -> 1e-12 * (3 + random.nextGaussian());
            case "negative" -> -400 + 5 * random.nextGaussian();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static double student(final Random random, final int freedom)
    {
        double squares = 0;
        for (int i = 0; i < freedom; i++)
        {
            final double draw = random.nextGaussian();
            squares += draw * draw;
        }
        return random.nextGaussian() / Math.sqrt(squares / freedom);
    }

    private static double gammaTwo(final Random random)
    {
        return -0.5 * Math.log((1 - random.nextDouble()) * (1 - random.nextDouble()));
    }

    static int poisson(final Random random, final double mean)
    {
        if (mean > 100)
        {
            return (int)Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        final double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble())
        {
            count++;
        }
        return count;
    }
}
