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

/**
 * What an entry of the registry speaks of.
 */
public enum EntryKind
{
    /**
     * A memory domain that other processes may map.
     */
    DOMAIN((byte)1),
    /**
     * A checkpoint of state, which lies in a file of its own.
     */
    CHECKPOINT((byte)2),
    /**
     * A model file.
     */
    MODEL((byte)3),
    /**
     * A version of a block.
     */
    BLOCK((byte)4);

    private static final EntryKind[] KINDS = values();

    private final byte code;

    EntryKind(final byte code)
    {
        this.code = code;
    }

    /**
     * How the file says it; never changes.
     *
     * @return 1 or more.
     */
    byte code()
    {
        return code;
    }

    /**
     * The kind with a code.
     *
     * @param code from a file.
     * @return the kind, or null if there is none.
     */
    static EntryKind of(final byte code)
    {
        for (final EntryKind kind : KINDS)
        {
            if (kind.code == code)
            {
                return kind;
            }
        }
        return null;
    }
}
