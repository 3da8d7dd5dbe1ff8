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
package io.zetatron.kernel.runtime.source;

import io.zetatron.figcom.codec.SampleEncoder;
import io.zetatron.figcom.codec.ScoreEncoder;
import io.zetatron.figcom.codec.StreamOpenedEncoder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How long the messages are that a stream of rows causes, in bytes.
 */
public final class StreamLengths
{
    private StreamLengths()
    {
    }

    /**
     * The longest message of all.
     *
     * @param columns names of the source's columns.
     * @return bytes.
     */
    public static int longest(final List<String> columns)
    {
        final int rowLength =
            Math.max(sample(columns.size(), SampleRow.MAX_TIMESTAMP_LENGTH_BYTES), score(columns.size()));
        return Math.max(opening(columns), rowLength);
    }

    static int opening(final List<String> columns)
    {
        return StreamOpenedEncoder.BLOCK_LENGTH + StreamOpenedEncoder.ColumnsEncoder.HEADER_SIZE + columns.stream()
            .mapToInt((name) -> StreamOpenedEncoder.ColumnsEncoder.nameHeaderLength() +
                name.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    }

    static int sample(final int columns, final int timestampLength)
    {
        return SampleEncoder.BLOCK_LENGTH + SampleEncoder.ValuesEncoder.HEADER_SIZE +
            columns * SampleEncoder.ValuesEncoder.sbeBlockLength() +
            SampleEncoder.timestampHeaderLength() + timestampLength;
    }

    private static int score(final int columns)
    {
        return ScoreEncoder.BLOCK_LENGTH + ScoreEncoder.ColumnsEncoder.HEADER_SIZE +
            columns * ScoreEncoder.ColumnsEncoder.sbeBlockLength();
    }
}
