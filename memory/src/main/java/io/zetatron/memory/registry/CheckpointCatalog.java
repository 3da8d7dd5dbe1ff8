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
package io.zetatron.memory.registry;

import java.io.IOException;
import java.util.List;

/**
 * What the checkpoint files say about themselves, so that a registry that was lost can be made again from them.
 */
@FunctionalInterface
public interface CheckpointCatalog
{
    /**
     * No checkpoint files.
     */
    CheckpointCatalog NONE = List::of;

    /**
     * Read the checkpoint files. Called only when the registry has lost something, with the registry locked: it must
     * not use the registry.
     *
     * @return one entry of kind {@link EntryKind#CHECKPOINT} for each good checkpoint file.
     * @throws IOException if the files cannot be read; the registry is then left as it was found.
     */
    List<RegistryEntry> checkpoints() throws IOException;
}
