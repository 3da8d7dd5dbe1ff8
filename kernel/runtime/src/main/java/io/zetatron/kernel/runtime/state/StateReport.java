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
package io.zetatron.kernel.runtime.state;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of the blocks' state in a run.
 *
 * @param folder that it is kept in.
 * @param blocks one for each that keeps some.
 */
public record StateReport(Path folder, List<Block> blocks)
{
    /**
     * What became of one block's state.
     *
     * @param name        engine and block.
     * @param restored    from what, in a sentence; empty if there was nothing.
     * @param restoreNs   how long that took.
     * @param position    that the newest checkpoint is of: what it is of, or was restored to.
     * @param checkpoints that were written.
     * @param failures    checkpoints that could not be written.
     * @param bytes       that were written.
     * @param longestHoldNs the longest that a checkpoint has held the block up.
     */
    public record Block(String name, String restored, long restoreNs, long position, long checkpoints, long failures,
        long bytes, long longestHoldNs)
    {
    }
}
