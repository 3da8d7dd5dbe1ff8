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

/**
 * An operator with typed ports and its own state: the piece of which engines are made. Blocks of one engine run on one
 * thread and meet through plain Java; blocks of different engines meet through ports only.
 */
public interface Block
{
    /**
     * Short name, for reports and errors.
     *
     * @return a name that no other block of the engine has.
     */
    String id();

    /**
     * Declare ports and allocate everything: afterwards the block allocates nothing in steady state. Called once, on
     * the boot thread, before any port carries a frame.
     *
     * @param context of this block, which may be kept.
     */
    void open(BlockContext context);

    /**
     * Do what no frame asks for: publish what has become ready, look at deadlines. Called once a duty cycle, after the
     * input ports have been served.
     *
     * @param nowNs the time of this duty cycle on the monotonic clock.
     * @return how much was done; 0 for nothing, after several of which the core may idle.
     */
    default int doWork(final long nowNs)
    {
        return 0;
    }

    /**
     * Let go of everything that was acquired in {@link #open}. Memory of the domain is given back by the kernel.
     */
    default void close()
    {
    }
}
