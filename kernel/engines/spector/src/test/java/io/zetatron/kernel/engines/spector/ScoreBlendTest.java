/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScoreBlendTest
{
    private final ScoreBlend blend = new ScoreBlend();

    @Test
    void shouldNameTheStatisticWhenItWeighsMost()
    {
        blend.blend(6, 1, 1, 1, 0, 1);
        assertEquals(AnomalyKind.SPIKE, blend.kind());
        blend.blend(1, 6, 1, 1, 0, 1);
        assertEquals(AnomalyKind.SHIFT, blend.kind());
        blend.blend(1, 1, 6, 1, 0, 1);
        assertEquals(AnomalyKind.SHIFT, blend.kind());
        blend.blend(1, 1, 1, 6, 0, 1);
        assertEquals(AnomalyKind.VARIANCE, blend.kind());
        blend.blend(1, 1, 1, 1, 6, 1);
        assertEquals(AnomalyKind.DROPOUT, blend.kind());
        blend.blend(1, 1, 1, 1, 0, 6);
        assertEquals(AnomalyKind.PATTERN, blend.kind());
    }

    @Test
    void shouldAddLittleWhenTheForestAgrees()
    {
        blend.blend(4, 0, 0, 0, 0, 0);
        final double alone = blend.surprise();
        blend.blend(4, 0, 0, 0, 0, 5);
        assertTrue(blend.surprise() > alone);
        assertTrue(blend.surprise() <= alone + 0.5);
    }
}
