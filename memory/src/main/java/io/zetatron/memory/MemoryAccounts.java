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
package io.zetatron.memory;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Off-heap bytes by owner. Safe for use by any thread.
 */
public final class MemoryAccounts
{
    private final Map<String, Long> bytesByOwner = new ConcurrentHashMap<>();

    /**
     * Change an owner's sum.
     *
     * @param owner tag.
     * @param bytes to add; negative to take away.
     */
    void add(final String owner, final long bytes)
    {
        bytesByOwner.merge(owner, bytes, Long::sum);
    }

    /**
     * What one owner holds.
     *
     * @param owner tag.
     * @return bytes; 0 for an owner that never had any.
     */
    public long bytes(final String owner)
    {
        return bytesByOwner.getOrDefault(owner, 0L);
    }

    /**
     * What all owners hold together: 0 once every domain is closed.
     *
     * @return bytes.
     */
    public long totalBytes()
    {
        return bytesByOwner.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * What each owner holds, sorted by owner.
     *
     * @return a snapshot.
     */
    public Map<String, Long> snapshot()
    {
        return new TreeMap<>(bytesByOwner);
    }
}
