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

/**
 * One checkpoint of a folder.
 *
 * @param file             it lies in.
 * @param sequence         number; later ones have larger numbers.
 * @param wallClockMs      when it was taken, since 1970; 0 if its header cannot be read.
 * @param kind             what it holds; null if its header cannot be read.
 * @param pages            that it holds.
 * @param bytes            length of the file.
 * @param position         that the block gave for its state.
 * @param previousSequence the checkpoint before; 0 for none.
 * @param block            whose it is; empty if its header cannot be read.
 * @param hash             of it, in hexadecimal digits; empty if its header cannot be read.
 * @param state            of it.
 * @param reason           why it is not good, or what has not been looked at; empty if there is nothing to say.
 */
public record CheckpointInfo(Path file, long sequence, long wallClockMs, CheckpointKind kind, int pages, long bytes,
    long position, long previousSequence, String block, String hash, State state, String reason)
{
    /**
     * How far a checkpoint can be relied on.
     */
    public enum State
    {
        /**
         * It and all that it builds on have been read and are what was written.
         */
        GOOD,

        /**
         * Header, table, hash and links are what was written; the pages have not been read.
         */
        UNREAD,

        /**
         * It, or what it builds on, is not what was written.
         */
        BROKEN,

        /**
         * It is of another format version.
         */
        FOREIGN
    }

    @Override
    public String toString()
    {
        return "checkpoint " + sequence + " " + state + (reason.isEmpty() ? "" : " (" + reason + ")") +
            (kind == null ? "" : " of " + Instant.ofEpochMilli(wallClockMs) + ", " + kind + ", " + pages + " pages, " +
            bytes + " bytes, position " + position) + ", " + file;
    }
}
