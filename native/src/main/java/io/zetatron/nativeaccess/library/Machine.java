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
package io.zetatron.nativeaccess.library;

import java.nio.ByteOrder;
import java.util.Map;

/**
 * The kind of machine code in an ELF file, by the numbers of {@code elf.h}.
 *
 * @param number     {@code e_machine}.
 * @param name       as Linux and Debian say it.
 * @param folderName in multiarch library folders; empty where there is none.
 */
record Machine(int number, String name, String folderName)
{
    private static final Map<Integer, Machine> KNOWN = Map.of(
        3, new Machine(3, "i386", "i386-linux-gnu"),
        8, new Machine(8, "MIPS", ""),
        20, new Machine(20, "PowerPC", ""),
        21, new Machine(21, "PowerPC 64", "powerpc64le-linux-gnu"),
        22, new Machine(22, "S/390", "s390x-linux-gnu"),
        40, new Machine(40, "ARM", "arm-linux-gnueabihf"),
        62, new Machine(62, "x86-64", "x86_64-linux-gnu"),
        183, new Machine(183, "AArch64", "aarch64-linux-gnu"),
        243, new Machine(243, "RISC-V", "riscv64-linux-gnu"),
        258, new Machine(258, "LoongArch", "loongarch64-linux-gnu"));

    private static final Map<String, Integer> JAVA_NAMES =
        Map.of("amd64", 62, "x86_64", 62, "aarch64", 183, "riscv64", 243, "ppc64le", 21, "s390x", 22);

    /**
     * The machine that runs this process.
     */
    static Machine current()
    {
        return of(JAVA_NAMES.getOrDefault(System.getProperty("os.arch"), 0));
    }

    static Machine of(final int number)
    {
        return KNOWN.getOrDefault(number, new Machine(number, "machine " + number, ""));
    }

    /**
     * What a library has to be to be loaded here.
     */
    static String need()
    {
        return "a 64-bit " + current().name() + " shared library";
    }

    static boolean isOrder(final ByteOrder order)
    {
        return order.equals(ByteOrder.nativeOrder());
    }
}
