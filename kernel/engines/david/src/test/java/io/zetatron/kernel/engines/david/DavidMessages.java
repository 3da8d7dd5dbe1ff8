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
package io.zetatron.kernel.engines.david;

import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.kernel.api.testing.TestMessage;

import java.util.List;

/**
 * What Atlas says to David.
 */
final class DavidMessages
{
    static final String ATLAS = "atlas";

    static final long DEADLINE_NS = 100_000_000;

    private DavidMessages()
    {
    }

    static TestMessage opened(final int windowRows)
    {
        return TestMessage.streamOpened(windowRows, List.of("load"));
    }

    static TestMessage progress(final long rowsAdmitted, final long rowsJoined, final long deadlineMisses)
    {
        return progress(rowsAdmitted, rowsJoined, deadlineMisses, 0);
    }

    static TestMessage progress(
        final long rowsAdmitted, final long rowsJoined, final long deadlineMisses, final long slowestNs)
    {
        return TestMessage.of(new ProgressEncoder(), (message) -> message
            .rowsAdmitted(rowsAdmitted)
            .rowsJoined(rowsJoined)
            .deadlineMisses(deadlineMisses)
            .slowestNs(slowestNs)
            .deadlineNs(DEADLINE_NS)).correlation(rowsJoined);
    }
}
