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
package io.zetatron.scheduler;

import org.agrona.concurrent.IdleStrategy;

import java.util.List;

/**
 * An idle strategy that writes down what it is told.
 */
class RecordingIdleStrategy implements IdleStrategy
{
    private final List<Integer> workCounts;

    RecordingIdleStrategy(final List<Integer> workCounts)
    {
        this.workCounts = workCounts;
    }

    @Override
    public void idle(final int workCount)
    {
        workCounts.add(workCount);
    }

    @Override
    public void idle()
    {
        workCounts.add(0);
    }

    @Override
    public void reset()
    {
    }
}
