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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(300)
class NativeLibraryTest
{
    /**
     * The C library against the double of a kernel, and its reader against random bytes: as it is, and under the
     * address, undefined-behaviour and thread sanitizers.
     */
    @Test
    void shouldPassItsOwnTestsUnderEachSanitizer() throws IOException, InterruptedException
    {
        final String said = NativeProgram.build("check");

        assertEquals(3, said.split(" expectations, 0 failures", -1).length - 1, said);
        assertEquals(3, said.split(" frames handed over", -1).length - 1, said);
    }
}
