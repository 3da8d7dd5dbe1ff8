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

import java.lang.foreign.MemorySegment;

/**
 * Where the former contents of a page go when the block writes to it while a checkpoint has not copied it yet. As long
 * as the region, page by page at the same offsets, but touched only where a page has to be put aside.
 */
public interface ShadowMemory
{
    /**
     * The memory. It must stay valid as long as its region is used.
     *
     * @return a segment at least as long as the region.
     */
    MemorySegment segment();

    /**
     * Give the pages that lie in a range back to the system; their contents are no longer needed. The range stays
     * usable. Called by the checkpointing thread after each checkpoint for which the memory was touched.
     *
     * @param offset      of the range.
     * @param lengthBytes of the range.
     */
    void giveBack(long offset, long lengthBytes);

    /**
     * Shadow memory that stays resident once touched.
     *
     * @param segment at least as long as the region.
     * @return shadow memory over it.
     */
    static ShadowMemory resident(final MemorySegment segment)
    {
        return new ShadowMemory()
        {
            @Override
            public MemorySegment segment()
            {
                return segment;
            }

            @Override
            public void giveBack(final long offset, final long lengthBytes)
            {
            }
        };
    }
}
