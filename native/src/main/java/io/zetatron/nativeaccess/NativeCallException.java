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
package io.zetatron.nativeaccess;

import java.util.Optional;

/**
 * The system refused a call. The message has the call, its arguments, the error's name and number, and what to do.
 */
public final class NativeCallException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String arguments;
    private final int errnoNumber;
    private final String advice;

    /**
     * A refusal.
     *
     * @param call        that was refused, for example {@code mlock}.
     * @param arguments   in the words of the one who asked, with units.
     * @param errnoNumber that the call left.
     * @param advice      what to do, or empty if there is nothing to say beyond the error itself.
     */
    public NativeCallException(
        final String call, final String arguments, final int errnoNumber, final String advice)
    {
        super(call + "(" + arguments + ") failed: " + Errno.describe(errnoNumber) +
            (advice.isEmpty() ? "" : ". " + advice));
        this.call = call;
        this.arguments = arguments;
        this.errnoNumber = errnoNumber;
        this.advice = advice;
    }

    /**
     * The call that was refused.
     *
     * @return its name in the manual.
     */
    public String call()
    {
        return call;
    }

    /**
     * What the call was given.
     *
     * @return the arguments, as in the message.
     */
    public String arguments()
    {
        return arguments;
    }

    /**
     * The error.
     *
     * @return the error; empty if its number has no name.
     */
    public Optional<Errno> errno()
    {
        return Errno.of(errnoNumber);
    }

    /**
     * The error's number.
     *
     * @return the number that the call left.
     */
    public int errnoNumber()
    {
        return errnoNumber;
    }

    /**
     * What to do about it.
     *
     * @return the advice, as in the message; empty if there is none.
     */
    public String advice()
    {
        return advice;
    }
}
