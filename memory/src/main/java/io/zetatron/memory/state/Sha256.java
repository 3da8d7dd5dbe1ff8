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
package io.zetatron.memory.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 hash (FIPS 180-4).
 *
 * @param a its first 8 bytes, big-endian.
 * @param b its second 8 bytes.
 * @param c its third 8 bytes.
 * @param d its last 8 bytes.
 */
public record Sha256(long a, long b, long c, long d)
{
    /**
     * Length of a hash.
     */
    public static final int LENGTH_BYTES = 32;

    /**
     * What stands where there is no hash.
     */
    public static final Sha256 NONE = new Sha256(0, 0, 0, 0);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static MessageDigest digest()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java platform has to have SHA-256", ex);
        }
    }

    static Sha256 of(final byte[] data, final int offset, final int length)
    {
        final MessageDigest digest = digest();
        digest.update(data, offset, length);
        return read(digest.digest(), 0);
    }

    static Sha256 read(final byte[] bytes, final int offset)
    {
        return new Sha256((long)LONG.get(bytes, offset), (long)LONG.get(bytes, offset + 8),
            (long)LONG.get(bytes, offset + 16), (long)LONG.get(bytes, offset + 24));
    }

    void write(final byte[] bytes, final int offset)
    {
        LONG.set(bytes, offset, a);
        LONG.set(bytes, offset + 8, b);
        LONG.set(bytes, offset + 16, c);
        LONG.set(bytes, offset + 24, d);
    }

    /**
     * The hash as 64 hexadecimal digits.
     */
    @Override
    public String toString()
    {
        final HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }
}
