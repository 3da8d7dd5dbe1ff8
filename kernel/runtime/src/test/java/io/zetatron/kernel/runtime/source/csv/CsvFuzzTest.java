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
package io.zetatron.kernel.runtime.source.csv;

import io.zetatron.kernel.runtime.KernelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CsvFuzzTest
{
    private static final int SEEDS = 3_000;
    private static final byte[] VALID = (
        "time,value,\"lo\"\"ad\",\u00fcber\r\n2024-01-01T00:00:00Z,1.5,2,3e-5\r\n" +
        "2024-01-01T00:00:01.5+02:00,,\"-4\",n/a\n\n2024-01-02,-0.25,NaN,1e300\r\n" +
        "1970-01-01 10:00,12345678901234567890,7,\"8\"").getBytes(StandardCharsets.UTF_8);
    private static final byte[] TELLING = "\",;\t\r\n \0\u00e4\u00ff0-+.eE:TZxN/".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void shouldEndInRowsOrAPlainErrorWhenAValidFileIsMutated()
    {
        int failed = 0;
        for (int seed = 0; seed < SEEDS; seed++)
        {
            failed += fails(mutate(new SplittableRandom(seed)), seed);
        }
        assertTrue(failed > 0 && failed < SEEDS, "the mutations are all harmless or all harmful: " + failed);
    }

    @Test
    void shouldEndInRowsOrAPlainErrorWhenBytesAreRandom()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++)
            {
                bytes[i] = random.nextInt(3) == 0 ? (byte)random.nextInt(seed % 2 == 0 ? 128 : 256) : telling(random);
            }
            fails(bytes, seed);
        }
    }

    private static int fails(final byte[] bytes, final int seed)
    {
        try
        {
            CsvText.rows(CsvText.settings(bytes).badRows(seed % 2 == 0 ? BadRows.FAIL : BadRows.SKIP));
            return 0;
        }
        catch (final KernelException ex)
        {
            CsvText.assertOneLine(ex);
            return 1;
        }
        catch (final RuntimeException ex)
        {
            throw new AssertionError("seed " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1), ex);
        }
    }

    private static byte[] mutate(final SplittableRandom random)
    {
        byte[] bytes = VALID.clone();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(5))
            {
                case 0 -> bytes[at] = (byte)random.nextInt(256);
                case 1 -> bytes[at] = telling(random);
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 3 -> bytes = repeat(bytes, at, random.nextInt(60));
                default -> System.arraycopy(VALID, 0, bytes, at, Math.min(random.nextInt(20), bytes.length - at));
            }
        }
        return bytes;
    }

    private static byte[] repeat(final byte[] bytes, final int at, final int length)
    {
        final int count = Math.min(length, bytes.length - at);
        final byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
        return longer;
    }

    private static byte telling(final SplittableRandom random)
    {
        return TELLING[random.nextInt(TELLING.length)];
    }
}
