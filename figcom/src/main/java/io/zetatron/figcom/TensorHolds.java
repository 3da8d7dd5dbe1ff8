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
package io.zetatron.figcom;

import io.zetatron.memory.tensor.TensorRef;

/**
 * What a channel asks of the memory that its tensors lie in: who holds them, by reference. A holder is the number of an
 * endpoint. References come out of frames that anyone may have written, so that a wrong one is answered with a code,
 * not with an exception, and nothing here allocates.
 * <p>
 * Each end of a channel asks in its own thread.
 */
public interface TensorHolds
{
    /**
     * Whether a reference is whole, lies in memory that is known, and names a slot that the holder holds.
     *
     * @param tensor from anywhere.
     * @param holder that is to use it.
     * @return 0, or a code below 0.
     */
    int check(TensorRef tensor, int holder);

    /**
     * Hand the hold on a tensor on, in one step.
     *
     * @param tensor that is handed on.
     * @param from   the holder that gives it away.
     * @param to     the holder that takes it.
     * @return 0, or a code below 0, and then nothing was done.
     */
    int transfer(TensorRef tensor, int from, int to);

    /**
     * A code in words.
     *
     * @param code below 0.
     * @return what it means.
     */
    String describe(int code);
}
