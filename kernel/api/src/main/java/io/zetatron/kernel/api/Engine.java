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
package io.zetatron.kernel.api;

import java.util.List;

/**
 * An engine: a named set of blocks that the kernel runs on one core loop.
 * <p>
 * The kernel makes an engine through its public constructor without parameters, opens its blocks in the order of
 * {@link #blocks()} on the boot thread, runs them on one thread, and closes them in reverse order.
 */
public interface Engine
{
    /**
     * Who this engine is.
     *
     * @return the same descriptor at each call.
     */
    EngineDescriptor descriptor();

    /**
     * What a user may set for this engine, under {@code engines.<id>.<name>}.
     *
     * @return the settings; empty by default.
     */
    default List<Setting> settings()
    {
        return List.of();
    }

    /**
     * The blocks of this engine, in the order in which they are opened and given their turn.
     *
     * @return at least one block; the same ones at each call.
     */
    List<Block> blocks();
}
