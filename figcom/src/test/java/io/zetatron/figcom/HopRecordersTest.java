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
package io.zetatron.figcom;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HopRecordersTest
{
    @Test
    void shouldAddIntervalsOfTheWholeRangeToTheHistogram()
    {
        final SingleWriterRecorder recorder = HopRecorders.recorder();
        final Histogram histogram = HopRecorders.histogram();
        recorder.recordValue(0);
        recorder.recordValue(250);
        recorder.recordValue(HopRecorders.HIGHEST_NS);

        histogram.add(recorder.getIntervalHistogram());

        assertEquals(3, histogram.getTotalCount());
        assertEquals(250, histogram.getValueAtPercentile(50));
        assertTrue(histogram.getMaxValue() >= HopRecorders.HIGHEST_NS);
    }

    @Test
    void shouldTakeIntervalsAway()
    {
        final SingleWriterRecorder recorder = HopRecorders.recorder();
        recorder.recordValue(1);
        recorder.getIntervalHistogram();

        assertEquals(0, recorder.getIntervalHistogram().getTotalCount());
    }
}
