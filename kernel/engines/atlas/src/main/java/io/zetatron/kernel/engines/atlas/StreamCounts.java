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
package io.zetatron.kernel.engines.atlas;

/**
 * How far the stream has come, as Atlas's blocks share it on their one thread.
 */
final class StreamCounts
{
    /** Number of the last row that was admitted. */
    long rowsAdmitted;
    /** Number of the last row whose result was sent. */
    long rowsJoined;
    /** Rows among those with a verdict of anomaly. */
    long anomalies;
    /** Incidents opened. */
    long incidents;
    /** Rows whose result came after its deadline. */
    long deadlineMisses;
    /** The longest that a result took since that was last reported. */
    long slowestNs;
    /** Of the last row joined. */
    double lastScore;
}
