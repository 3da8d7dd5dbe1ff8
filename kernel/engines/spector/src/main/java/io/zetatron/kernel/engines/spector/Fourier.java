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
 * An in-place radix-2 fast Fourier transform, enough for autocorrelations. Stateless.
 */
final class Fourier
{
    private Fourier()
    {
    }

    /**
     * Transform a complex sequence in place.
     *
     * @param real      parts; the length is a power of two.
     * @param imaginary parts, as many.
     */
    static void transform(final double[] real, final double[] imaginary)
    {
        reorder(real, imaginary);
        final int length = real.length;
        for (int span = 1; span < length; span <<= 1)
        {
            final double stepReal = Math.cos(Math.PI / span);
            final double stepImaginary = -Math.sin(Math.PI / span);
            double turnReal = 1;
            double turnImaginary = 0;
            for (int k = 0; k < span; k++)
            {
                for (int i = k; i < length; i += span << 1)
                {
                    final int j = i + span;
                    final double r = turnReal * real[j] - turnImaginary * imaginary[j];
                    final double m = turnReal * imaginary[j] + turnImaginary * real[j];
                    real[j] = real[i] - r;
                    imaginary[j] = imaginary[i] - m;
                    real[i] += r;
                    imaginary[i] += m;
                }
                final double turned = turnReal * stepReal - turnImaginary * stepImaginary;
                turnImaginary = turnReal * stepImaginary + turnImaginary * stepReal;
                turnReal = turned;
            }
        }
    }

    private static void reorder(final double[] real, final double[] imaginary)
    {
        final int length = real.length;
        final int shift = 32 - Integer.numberOfTrailingZeros(length);
        for (int i = 1; i < length; i++)
        {
            final int j = Integer.reverse(i) >>> shift;
            if (i < j)
            {
                final double r = real[i];
                real[i] = real[j];
                real[j] = r;
                final double m = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = m;
            }
        }
    }
}
