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

import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;

import java.util.OptionalLong;

/**
 * What a block has learnt and would go on with after a restart. The block declares its regions, restores them, and says
 * from then on how far it has come; the kernel takes checkpoints of them between two duty cycles of the engine, now and
 * then and at the end of a run, and writes them in the background. Where the user keeps no state, all of this works and
 * nothing is ever restored or written.
 * <p>
 * To be used on the block's own thread: on the boot thread within {@link Block#open}, else on the engine's within a
 * handler or {@link Block#doWork}. The regions may so be declared once the stream has said what they have to hold.
 * <p>
 * A checkpoint sees all writes of the duty cycles before it and none of a later one, of all regions of the block. It
 * may fall between a message that was refused and its coming again, so change regions only for messages that are
 * accepted. What a region can only be read with, such as which columns it has, belongs into its schema.
 */
public interface BlockState
{
    /**
     * Declare a region and get zeroed memory for it, out of the engine's domain. Where state is kept, a shadow as long
     * as the region comes out of the domain too.
     *
     * @param schema      what the region is; its name is unique in the block. Its name, id and version and the length
     *                    have to be the same at the next start, or restoring is refused.
     * @param lengthBytes of the region, above 0.
     * @return the region, the block's to write and read by its own thread; the kernel gives the memory back.
     * @throws IllegalStateException                  after {@link #restore}.
     * @throws io.zetatron.memory.QuotaExceededException if the domain does not hold it.
     */
    StateRegion region(StateSchema schema, long lengthBytes);

    /**
     * Fix the set of regions, and fill them from the newest good checkpoint if there is one. From now on checkpoints
     * are taken. To be called once; the block waits for the disk. If it throws, the kernel ends the run: nothing that
     * the user has kept is passed over or written over in silence.
     *
     * @return the position of what was restored; empty if there is none, and the regions are as they were.
     * @throws IllegalStateException if no region was declared, or it was called before.
     * @throws RuntimeException      with one line for a person, if what is kept is of another layout or not to be had.
     */
    OptionalLong restore();

    /**
     * Say how far the block has come: the regions account for everything up to here. Costs nothing that matters,
     * allocates nothing, and is what makes the kernel take a next checkpoint at all.
     *
     * @param position of the block's own counting, which {@link #restore} gives back; 0 or more.
     * @throws IllegalStateException before {@link #restore}.
     */
    void handled(long position);
}
