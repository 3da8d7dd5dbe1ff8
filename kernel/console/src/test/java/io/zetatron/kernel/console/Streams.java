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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Streams of rows for tests: a noisy daily cycle, and what can be done to it.
 */
final class Streams
{
    static final int ROWS_PER_DAY = 288;
    static final double NOISE = 0.5;

    private static final double AMPLITUDE = 5;
    private static final double LEVEL = 20;
    private static final int SECONDS_PER_DAY = 86_400;

    private Streams()
    {
    }

    /** What is done to a value of the undisturbed cycle. */
    @FunctionalInterface
    interface Disturbance
    {
        Disturbance NONE = (row, cycle, noise) -> cycle + noise;

        double value(int row, double cycle, double noise);
    }

    static Path write(final Path file, final int rows, final long seed, final Disturbance disturbance)
        throws IOException
    {
        final Random random = new Random(seed);
        final DoubleUnaryOperator cycle =
            (row) -> LEVEL + AMPLITUDE * Math.sin(2 * Math.PI * row / ROWS_PER_DAY);
        final LocalDateTime start = LocalDateTime.of(2026, 1, 5, 0, 0);
        final StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int row = 1; row <= rows; row++)
        {
            final double value = disturbance.value(
                row, cycle.applyAsDouble(row), NOISE * random.nextGaussian());
            text.append(start.plusSeconds((long)(row - 1) * SECONDS_PER_DAY / ROWS_PER_DAY))
                .append(String.format(Locale.ROOT, ",%.4f%n", value));
        }
        return Files.writeString(file, text);
    }
}
