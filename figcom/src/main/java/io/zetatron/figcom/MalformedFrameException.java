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

/**
 * A frame on a channel is not what the channel carries. It is reported to the error handler and counted.
 */
public final class MalformedFrameException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final FrameFault fault;

    /**
     * Say what is wrong with a frame.
     *
     * @param fault   of the frame.
     * @param message naming the channel and what was done with the frame.
     */
    public MalformedFrameException(final FrameFault fault, final String message)
    {
        super(message);
        this.fault = fault;
    }

    /**
     * What is wrong with the frame.
     *
     * @return the fault.
     */
    public FrameFault fault()
    {
        return fault;
    }
}
