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
package io.zetatron.kernel.runtime;

/**
 * An expected failure: something outside the program is not as it has to be. Its message is the one plain line that a
 * person gets to see: what failed, with which values, and what to do.
 */
public class KernelException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * An expected failure.
     *
     * @param message one line for a person.
     */
    public KernelException(final String message)
    {
        super(message);
    }

    /**
     * An expected failure with its cause.
     *
     * @param message one line for a person.
     * @param cause   which {@code --verbose} shows.
     */
    public KernelException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
