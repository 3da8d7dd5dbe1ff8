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
package io.zetatron.bench.calls;

import io.zetatron.bench.rounds.BuiltPeers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What is timed does what it says: every function gives the right answer on every way to it.
 */
class NativeAnswersTest
{
    private static final Map<Class<?>, Long> ANSWERS = Map.of(
        NothingBenchmark.class, 42L,
        AddBenchmark.class, 42L,
        ErrnoBenchmark.class, -11L,
        HeapArrayBenchmark.class, 64 * 65 / 2L,
        NativeArrayBenchmark.class, 64 * 65 / 2L,
        UpcallBenchmark.class, 42L,
        SystemCallBenchmark.class, ProcessHandle.current().parent().orElseThrow().pid());

    @BeforeAll
    static void assumeLibrary()
    {
        BuiltPeers.assume(NativeCallCosts.LIBRARY);
    }

    static List<CallCase> cases()
    {
        return CallCase.ALL;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheRightAnswer(final CallCase callCase) throws ReflectiveOperationException
    {
        final Object benchmark = callCase.benchmark().getConstructor().newInstance();
        final Number answer = (Number)callCase.benchmark().getMethod(callCase.method()).invoke(benchmark);
        final long expected = callCase.method().equals("ffmUncaptured") ? -1 : ANSWERS.get(callCase.benchmark());
        assertEquals(expected, answer.longValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 1000})
    void shouldAddUpArraysOfAnyLengthThroughJni(final int length)
    {
        final int[] values = IntStream.rangeClosed(1, length).toArray();
        assertEquals(length * (length + 1) / 2, JniCalls.sumPinned(values));
        assertEquals(length * (length + 1) / 2, JniCalls.sumCopied(values));
    }

    @Test
    void shouldPassArgumentsThroughJni()
    {
        assertEquals(-5, JniCalls.add(2, -7));
        assertEquals(-2, JniCalls.fail(2));
        assertEquals(8, JniCalls.call(7));
    }
}
