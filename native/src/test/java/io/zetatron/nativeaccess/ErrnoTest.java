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

import io.zetatron.bindings.linux.linux_h;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrnoTest
{
    @Test
    void shouldNameEveryErrorThatIsBound() throws ReflectiveOperationException
    {
        final List<String> unnamed = new ArrayList<>();
        int bound = 0;
        for (final Method method : linux_h.class.getMethods())
        {
            if (method.getName().matches("E[A-Z0-9]+") && method.getParameterCount() == 0)
            {
                bound++;
                if (Errno.of((int)method.invoke(null)).isEmpty())
                {
                    unnamed.add(method.getName());
                }
            }
        }

        assertTrue(bound > 100, "bound: " + bound);
        assertEquals(List.of(), unnamed);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindEachErrorByItsNumber(final Errno errno) throws ReflectiveOperationException
    {
        assertEquals((int)linux_h.class.getMethod(errno.name()).invoke(null), errno.number());
        assertEquals(Optional.of(errno), Errno.of(errno.number()));
        assertFalse(errno.text().isBlank());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldSayThatANumberHasNoName(final int number)
    {
        assertEquals(Optional.empty(), Errno.of(number));
        assertEquals("errno " + number + ", which has no name", Errno.describe(number));
    }

    @Test
    void shouldSayWhatFailedWithWhichArgumentsAndWhatToDo()
    {
        final NativeCallException refusal = new NativeCallException("mlock", "4096 bytes", 12, "Raise the limit");

        assertEquals("mlock(4096 bytes) failed: ENOMEM (12), cannot allocate memory. Raise the limit",
            refusal.getMessage());
        assertEquals("mlock", refusal.call());
        assertEquals("4096 bytes", refusal.arguments());
        assertEquals(Optional.of(Errno.ENOMEM), refusal.errno());
        assertEquals("Raise the limit", refusal.advice());
    }

    @Test
    void shouldSpeakOfErrorsWithoutNameTooAndAddNoAdviceWhereThereIsNone()
    {
        final NativeCallException refusal = new NativeCallException("mlock", "", 4_000, "");

        assertEquals("mlock() failed: errno 4000, which has no name", refusal.getMessage());
        assertEquals(Optional.empty(), refusal.errno());
        assertEquals(4_000, refusal.errnoNumber());
    }
}
