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
package io.zetatron.figcom.ring;

/**
 * A native engine is gone, or had to be sent away: what happened, and what became of its frames. It is reported to the
 * error handler; the ring waits for the next process.
 */
public final class NativeEngineException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    NativeEngineException(final String message)
    {
        super(message);
    }
}
