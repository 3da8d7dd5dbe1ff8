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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.KernelStatus;

import java.util.List;

/**
 * What a live screen shows at one moment.
 *
 * @param status     the latest.
 * @param history    that ends with it.
 * @param progress   of a run that has an end, 0..1; negative if it is not known.
 * @param isStopping whether the stream is being ended.
 * @param notes      newest last.
 */
record LiveFrame(
    KernelStatus status, RunHistory history, double progress, boolean isStopping, List<String> notes)
{
}
