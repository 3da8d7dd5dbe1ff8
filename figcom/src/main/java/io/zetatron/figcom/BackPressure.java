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

import java.util.concurrent.TimeUnit;

/**
 * What a writer does when its channel has no room because the reader is behind. Only {@link #shed} loses frames.
 *
 * @param action    that is taken.
 * @param timeoutNs the longest wait, for {@link Action#WAIT}; else 0.
 */
public record BackPressure(Action action, long timeoutNs)
{
    /**
     * The longest time that a writer may be made to wait, one minute.
     */
    public static final long MAX_TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);

    /**
     * What can be done.
     */
    public enum Action
    {
        /** Wait for room, for a limited time. It holds up the writing thread, and all that shares it. */
        WAIT,
        /** Give a code back at once. The writer tries again when it likes. */
        REFUSE,
        /** Drop the frame that finds no room, count it, and let the reader see the gap in the sequence. */
        SHED
    }

    /**
     * Check the time.
     */
    public BackPressure
    {
        if (action == Action.WAIT ? timeoutNs <= 0 || timeoutNs > MAX_TIMEOUT_NS : timeoutNs != 0)
        {
            throw new IllegalArgumentException("back-pressure " + action + " with a time-out of " + timeoutNs +
                " ns: WAIT takes 1.." + MAX_TIMEOUT_NS + ", the others 0");
        }
    }

    /**
     * Wait for room: spin, then yield, then park.
     *
     * @param timeoutNs the longest wait, up to {@link #MAX_TIMEOUT_NS}.
     * @return the policy.
     */
    public static BackPressure await(final long timeoutNs)
    {
        return new BackPressure(Action.WAIT, timeoutNs);
    }

    /**
     * Refuse with a code.
     *
     * @return the policy.
     */
    public static BackPressure refuse()
    {
        return new BackPressure(Action.REFUSE, 0);
    }

    /**
     * Shed the newest frame.
     *
     * @return the policy.
     */
    public static BackPressure shed()
    {
        return new BackPressure(Action.SHED, 0);
    }

    /**
     * The policy in words.
     *
     * @return for example {@code wait up to 500 us, then refuse}.
     */
    public String describe()
    {
        return switch (action)
        {
            case WAIT -> "wait up to " + TimeUnit.NANOSECONDS.toMicros(timeoutNs) + " us, then refuse";
            case REFUSE -> "refuse";
            case SHED -> "shed the newest";
        };
    }
}
