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
import java.time.Instant;
import java.util.List;

/**
 * What a block's state was restored from.
 *
 * @param file        of the checkpoint.
 * @param sequence    of it.
 * @param position    that the block gave for the state: go on from here.
 * @param wallClockMs when it was taken, since 1970.
 * @param checkpoints how many files were read, from the full one on.
 * @param pagesRead   how many pages were read.
 * @param passedOver  newer ones that could not be used, newest first, and what they build on and is broken.
 */
public record RestoredCheckpoint(Path file, long sequence, long position, long wallClockMs, int checkpoints,
    long pagesRead, List<Broken> passedOver)
{
    /**
     * A checkpoint that could not be used.
     *
     * @param file     of it.
     * @param sequence of it.
     * @param reason   what is wrong.
     */
    public record Broken(Path file, long sequence, String reason)
    {
        @Override
        public String toString()
        {
            return file + " is broken: " + reason;
        }
    }

    /**
     * In a sentence for people: what was used, and what was not and why.
     */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder("state restored from ").append(file).append(" of ")
            .append(Instant.ofEpochMilli(wallClockMs)).append(", position ").append(position);
        passedOver.forEach((broken) -> text.append("; ").append(broken));
        return text.toString();
    }
}
