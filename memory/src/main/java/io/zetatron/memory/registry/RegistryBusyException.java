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
 * Another process or thread has held the registry for longer than the caller would wait; nothing was changed. Trying
 * again is right.
 */
public final class RegistryBusyException extends RegistryException
{
    private static final long serialVersionUID = 1L;

    /**
     * The only reason.
     *
     * @param message who holds it, for how long, and what to do.
     */
    public RegistryBusyException(final String message)
    {
        super(message);
    }
}
