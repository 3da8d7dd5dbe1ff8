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
package io.zetatron.figcom;

import org.agrona.BitUtil;

/**
 * How long the terms of the logs are: as long as was asked for, if the file system has room for the logs of all
 * channels, else as long as fits.
 *
 * @param termLengthBytes of each of a log's three terms, a power of two.
 * @param totalBytes      that all logs and the driver's own file take at most.
 * @param isReduced       whether it is less than was asked for.
 */
public record LogSizing(int termLengthBytes, long totalBytes, boolean isReduced)
{
    /**
     * The shortest term that Aeron allows.
     */
    public static final int MIN_TERM_LENGTH_BYTES = 64 * 1024;

    /**
     * The longest term that may be asked for.
     */
    public static final int MAX_TERM_LENGTH_BYTES = 64 * 1024 * 1024;

    /**
     * The longest frame, Aeron's header and this bus's included: what is claimed in one piece.
     */
    public static final int MAX_FRAME_LENGTH_BYTES = DriverSettings.MAX_IPC_MTU_LENGTH_BYTES;

    private static final int TERMS = 3;
    private static final int LOG_META_DATA_LENGTH_BYTES = 4096;
    private static final int MESSAGES_PER_TERM = 8;

    /**
     * Size the logs.
     *
     * @param usableBytes      that the file system has left.
     * @param channels         how many logs there will be.
     * @param wantedTermLength a power of two in the range above.
     * @param longestMessage   in bytes, headers included, that has to fit into one frame: at most
     *                         {@link #MAX_FRAME_LENGTH_BYTES}.
     * @return the sizing, or null if not even the shortest terms that hold such a message fit.
     * @throws IllegalArgumentException if a length is out of its range.
     */
    public static LogSizing fit(
        final long usableBytes, final int channels, final int wantedTermLength, final int longestMessage)
    {
        if (!BitUtil.isPowerOfTwo(wantedTermLength) ||
            wantedTermLength < MIN_TERM_LENGTH_BYTES || wantedTermLength > MAX_TERM_LENGTH_BYTES)
        {
            throw new IllegalArgumentException("a term of " + wantedTermLength +
                " bytes: it must be a power of two in " + MIN_TERM_LENGTH_BYTES + ".." + MAX_TERM_LENGTH_BYTES);
        }
        if (longestMessage < 1 || longestMessage > MAX_FRAME_LENGTH_BYTES)
        {
            throw new IllegalArgumentException("a message of " + longestMessage +
                " bytes, headers included: it must be in 1.." + MAX_FRAME_LENGTH_BYTES);
        }

        final int shortest = Math.max(
            MIN_TERM_LENGTH_BYTES, BitUtil.findNextPositivePowerOfTwo(longestMessage * MESSAGES_PER_TERM));
        final int wanted = Math.max(wantedTermLength, shortest);
        for (int termLength = wanted; termLength >= shortest; termLength /= 2)
        {
            final long total = totalBytes(channels, termLength);
            if (total <= usableBytes)
            {
                return new LogSizing(termLength, total, termLength < wanted);
            }
        }
        return null;
    }

    /**
     * What all logs and the driver's own file take.
     *
     * @param channels   how many logs.
     * @param termLength of each term.
     * @return bytes.
     */
    public static long totalBytes(final int channels, final int termLength)
    {
        return channels * logBytes(termLength) + DriverSettings.FILE_LENGTH_BYTES;
    }

    static long logBytes(final int termLength)
    {
        return (long)TERMS * termLength + LOG_META_DATA_LENGTH_BYTES;
    }
}
