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

import java.nio.file.Path;
import java.util.List;

/**
 * What pruning has done.
 *
 * @param oldestKept sequence of the oldest good checkpoint that is left; 0 if there are none.
 * @param merged     sequences of the incremental ones that have been made full, because what they built on was deleted.
 * @param deleted    files that are gone.
 */
public record PrunedCheckpoints(long oldestKept, List<Long> merged, List<Path> deleted)
{
}
