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
package io.zetatron.memory.pool;

/**
 * How many threads may acquire at the same time. Any number may release, unless the pool is confined.
 */
public enum Acquirers
{
    /**
     * The thread that acquires first, which is also the only one to release, retain and hand on: nothing is atomic.
     * Others may look handles up, and reclaim what the thread held once it has ended.
     */
    CONFINED,
    /**
     * One thread, which claims without an atomic step.
     */
    ONE,
    /**
     * Any number.
     */
    MANY
}
