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
package io.zetatron.kernel.console;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ForegroundGroupTest
{
    @ParameterizedTest
    @CsvSource({
        "7 (java) S 1 7 5 34816 7 4194560, false",
        "7 (java) S 1 7 5 34816 9 4194560, true",
        "7 (a) b) S 1 7 5 34816 9 4194560, true",
        "7 (java) S 1 7 5 0 -1 4194560, false"})
    void shouldTellWhetherAnotherGroupHasTheTerminal(final String stat, final boolean isOther)
    {
        assertEquals(isOther, ForegroundGroup.isOther(stat));
    }
}
