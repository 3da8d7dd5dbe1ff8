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
package io.zetatron.kernel.runtime.config;

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.memory.pool.SlabPools.SizeClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TensorSlotsTest
{
    private static Configuration configuration(final String slots)
    {
        return Configuration.load(KernelProperties.with(List.of()), Optional.empty(), new Properties(),
            Map.of(KernelProperties.MEMORY_TENSORS_SLOTS, slots));
    }

    @Test
    void shouldReadSizesAndNumbers()
    {
        assertEquals(List.of(new SizeClass(4096, 256), new SizeClass(100, 2), new SizeClass(8 << 20, 1)),
            TensorSlots.parse("4KiB:256, 100:2,8MiB:1"));
        assertEquals(List.of(), TensorSlots.parse("none"));
        assertEquals("64KiB", TensorSlots.name(64 * 1024));
        assertEquals("none", configuration("none").text(KernelProperties.MEMORY_TENSORS_SLOTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "4KiB", "4KiB:", ":4", "4KiB:0", "0:4", "-1:4", "4KiB:256,", "4KiB:1,4096:1", "2GiB:1", "3TiB:1",
        "4KiB:16777217", "4KiB:99999999999", "none,4KiB:1", "a:b"})
    void shouldRefuseWhatIsNoSizeWithANumber(final String text)
    {
        final String message = assertThrows(KernelException.class, () -> configuration(text)).getMessage();

        assertTrue(message.contains("memory.tensors.slots is \"" + text + "\", but has to be sizes of slots"), message);
    }
}
