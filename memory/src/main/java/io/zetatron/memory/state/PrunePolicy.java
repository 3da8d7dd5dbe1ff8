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

import java.time.Duration;

/**
 * Which checkpoints to keep: the newest ones, and those that are young.
 *
 * @param keepLast         how many of the newest good ones, at least 1.
 * @param keepYoungerThan  how old those may be that are kept beside them; zero for none.
 */
public record PrunePolicy(int keepLast, Duration keepYoungerThan)
{
    /**
     * Check the values.
     */
    public PrunePolicy
    {
        if (keepLast < 1 || keepYoungerThan.isNegative())
        {
            throw new IllegalArgumentException("keep the last " + keepLast + " checkpoints and those younger than " +
                keepYoungerThan + ": keep at least 1, and choose an age of 0 or more");
        }
    }

    /**
     * Keep some, whatever their age.
     *
     * @param count how many of the newest good ones.
     * @return the policy.
     */
    public static PrunePolicy keepLast(final int count)
    {
        return new PrunePolicy(count, Duration.ZERO);
    }

    /**
     * Keep those that are young, and the newest good one in any case.
     *
     * @param age the oldest to keep.
     * @return the policy.
     */
    public static PrunePolicy keepYoungerThan(final Duration age)
    {
        return new PrunePolicy(1, age);
    }
}
