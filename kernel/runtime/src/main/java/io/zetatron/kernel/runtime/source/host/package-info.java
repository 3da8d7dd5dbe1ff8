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
/**
 * This Linux host as a source of samples: each class named after a file of {@code /proc} knows that file's text and the
 * columns that it gives; {@code FileColumns} reads one such file for each row, {@code Counters} turns counters into
 * rates over a sliding window, and {@link io.zetatron.kernel.runtime.source.host.HostTelemetry} puts the row together.
 */
package io.zetatron.kernel.runtime.source.host;
