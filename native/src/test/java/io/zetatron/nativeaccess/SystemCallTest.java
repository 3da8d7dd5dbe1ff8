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
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SystemCallTest
{
    private static final Path X86 = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    /** The table of all architectures that came late, aarch64 among them. */
    private static final Path GENERIC = Path.of("/usr/include/asm-generic/unistd.h");
    private static final Pattern DEFINITION = Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)");

    @Test
    void shouldHaveTheNumbersOfTheHeadersOnX86() throws IOException
    {
        assumeTrue(Files.exists(X86), "there is no " + X86 + " (package linux-libc-dev)");
        final Map<String, Integer> numbers = numbers(X86);

        for (final SystemCall call : SystemCall.values())
        {
            assertEquals(numbers.get(call.manualName()), call.x86Number(), call.manualName());
        }
    }

    @Test
    void shouldHaveTheNumbersOfTheBindingsOnX86() throws ReflectiveOperationException
    {
        int bound = 0;
        for (final Method method : linux_h.class.getMethods())
        {
            if (method.getName().startsWith("SYS_"))
            {
                bound++;
                final String name = method.getName().substring("SYS_".length()).toUpperCase(Locale.ROOT);
                assertEquals(method.invoke(null), SystemCall.valueOf(name).x86Number(), name);
            }
        }

        assertTrue(bound >= 7, "bound: " + bound);
    }

    @Test
    void shouldHaveTheNumbersOfTheHeadersOnArm() throws IOException
    {
        assumeTrue(Files.exists(GENERIC), "there is no " + GENERIC + " (package linux-libc-dev)");
        final Map<String, Integer> numbers = numbers(GENERIC);

        for (final SystemCall call : SystemCall.values())
        {
            assertEquals(numbers.get(call.manualName()), call.armNumber(), call.manualName());
        }
    }

    @ParameterizedTest
    @CsvSource({"Linux, amd64, ''", "Linux, aarch64, ''",
        "Linux, riscv64, this machine is riscv64", "Mac OS X, aarch64, this is Mac OS X"})
    void shouldSayWhereItCannotMakeCalls(final String system, final String architecture, final String reason)
    {
        final String refusal = SystemCall.refusal(system, architecture);

        assertEquals(reason.isEmpty(), refusal.isEmpty(), refusal);
        assertTrue(refusal.contains(reason), refusal);
    }

    private static Map<String, Integer> numbers(final Path header) throws IOException
    {
        final Map<String, Integer> numbers = new HashMap<>();
        DEFINITION.matcher(Files.readString(header)).results()
            .forEach((found) -> numbers.putIfAbsent(found.group(1), Integer.parseInt(found.group(2))));
        return numbers;
    }
}
