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

/**
 * A file is not what was once written: another checkpoint has to do.
 */
final class BrokenCheckpointException extends Exception
{
    private static final long serialVersionUID = 1L;

    private final long sequence;

    /**
     * @param sequence of the file that is broken.
     * @param reason   what is wrong with it.
     */
    BrokenCheckpointException(final long sequence, final String reason)
    {
        super(reason);
        this.sequence = sequence;
    }

    long sequence()
    {
        return sequence;
    }
}
