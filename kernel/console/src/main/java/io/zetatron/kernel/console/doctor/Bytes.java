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

import java.util.Locale;

/**
 * Numbers of bytes as people read them.
 */
final class Bytes
{
    static final long KIB = 1L << 10;
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;

    private Bytes()
    {
    }

    static String text(final long bytes)
    {
        if (bytes < MIB)
        {
            return bytes % KIB == 0 ? bytes / KIB + " KiB" : bytes + " B";
        }
        final boolean large = bytes >= GIB;
        final double amount = (double)bytes / (large ? GIB : MIB);
        final String digits = String.format(Locale.ROOT, "%.1f", amount);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits) + (large ? " GiB" : " MiB");
    }
}
