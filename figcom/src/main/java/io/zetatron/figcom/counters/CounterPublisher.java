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
package io.zetatron.figcom.counters;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where counters are made that other processes can read. For one thread at a time.
 */
public interface CounterPublisher
{
    /**
     * Add a figure.
     *
     * @param key what it is.
     * @return the counter, at 0.
     */
    AtomicCounter counter(CounterKey key);

    /**
     * Add a text.
     *
     * @param key  what it is.
     * @param text that may be cut, see {@link CounterRecord#text}.
     */
    void text(CounterKey key, String text);
}
