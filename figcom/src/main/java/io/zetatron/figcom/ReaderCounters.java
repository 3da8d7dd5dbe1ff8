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

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a reading end counts in the mapped counters file.
 *
 * @param received  frames that were handled.
 * @param malformed frames that were passed over because of a fault.
 * @param late      frames that were handed over after their deadline; null if the channel has none.
 * @param missed    frames that the writer has shed; null if it sheds none.
 */
record ReaderCounters(AtomicCounter received, AtomicCounter malformed, AtomicCounter late, AtomicCounter missed)
{
}
