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

import org.agrona.collections.MutableLong;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BusThreadsTest
{
    private static final int FRAMES = 1_000_000;
    private static final int TERM_LENGTH = 1024 * 1024;

    @TempDir
    private Path parent;

    @Test
    @Timeout(60)
    void shouldCarryAMillionFramesFromOneThreadToAnother() throws IOException, InterruptedException
    {
        try (TestBus test = new TestBus(parent, TERM_LENGTH))
        {
            final Thread writer = Thread.ofPlatform().daemon(true).start(() -> write(test));
            final MutableLong next = new MutableLong();
            final MutableLong sum = new MutableLong();
            final FrameHandler handler = test.numbers((number) ->
            {
                assertEquals(next.getAndIncrement(), number);
                sum.addAndGet(number);
            });

            while (next.get() < FRAMES)
            {
                test.bus.doWork();
                if (test.reader.poll(handler, 256) == 0)
                {
                    YieldingIdleStrategy.INSTANCE.idle();
                }
            }
            writer.join();

            assertEquals((long)FRAMES * (FRAMES - 1) / 2, sum.get());
            assertEquals(FRAMES, test.writer.framesSent());
            assertEquals(List.of(), test.errors);
        }
    }

    private static void write(final TestBus test)
    {
        for (long number = 0; number < FRAMES; )
        {
            if (test.send(number) > 0)
            {
                number++;
            }
            else
            {
                YieldingIdleStrategy.INSTANCE.idle();
            }
        }
    }
}
