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

/**
 * The two endpoints of a directed channel.
 *
 * @param source       name of the endpoint that writes.
 * @param sourceNumber its number in frame headers, 0 to 254.
 * @param target       name of the endpoint that reads.
 * @param targetNumber its number in frame headers, 0 to 254.
 */
public record ChannelDescriptor(String source, int sourceNumber, String target, int targetNumber)
{
    private static final int MAX_ENDPOINT_NUMBER = 254;
    private static final int STREAM_ID_BASE = 0x2A00_0000;
    private static final int LANE_SHIFT = 16;
    private static final int SOURCE_SHIFT = 8;

    /**
     * Check the numbers.
     */
    public ChannelDescriptor
    {
        if (sourceNumber < 0 || sourceNumber > MAX_ENDPOINT_NUMBER ||
            targetNumber < 0 || targetNumber > MAX_ENDPOINT_NUMBER)
        {
            throw new IllegalArgumentException("channel " + source + "->" + target + ": endpoint numbers " +
                sourceNumber + " and " + targetNumber + " must be in 0.." + MAX_ENDPOINT_NUMBER);
        }
        if (sourceNumber == targetNumber)
        {
            throw new IllegalArgumentException("channel " + source + "->" + target + ": an endpoint cannot write to " +
                "itself");
        }
    }

    /**
     * The Aeron stream id of a lane, which follows from the two numbers and the lane's.
     *
     * @param lane from 0, the most urgent.
     * @return the id.
     */
    int streamId(final int lane)
    {
        return STREAM_ID_BASE | lane << LANE_SHIFT | sourceNumber << SOURCE_SHIFT | targetNumber;
    }

    /**
     * The name under which counters and errors speak of the channel.
     *
     * @return for example {@code atlas->spector}.
     */
    public String name()
    {
        return source + "->" + target;
    }
}
