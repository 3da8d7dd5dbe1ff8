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
package io.zetatron.kernel.runtime.sink;

import java.util.concurrent.TimeUnit;

/**
 * An alarm as the report tells it.
 *
 * @param kind      stall, backlog or deadline.
 * @param value     nanoseconds, refusals or rows.
 * @param threshold in the value's unit.
 * @param subject   the loop, channel or stream.
 */
public record AlarmRecord(String kind, long value, long threshold, String subject)
{
    /**
     * The alarm in words.
     *
     * @return one line.
     */
    public String text()
    {
        return switch (kind)
        {
            case "stall" -> "stall: " + subject + " had a duty cycle of up to " +
                TimeUnit.NANOSECONDS.toMillis(value) + " ms, threshold " +
                TimeUnit.NANOSECONDS.toMillis(threshold) + " ms";
            case "backlog" -> "backlog: " + subject + " refused " + value + " frames because its reader is behind; " +
                "the source waits, nothing is lost";
            default -> "deadline: " + value + (value == 1 ? " result came after its" : " results came after their") +
                " deadline; the source is slowed down";
        };
    }
}
