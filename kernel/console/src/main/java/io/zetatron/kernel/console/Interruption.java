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

import org.jline.utils.Signals;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another signal that ends a process, as the wish of a person to stop looking.
 */
final class Interruption implements AutoCloseable
{
    private final CountDownLatch wish = new CountDownLatch(1);
    private final Map<String, Object> handlersBefore = new HashMap<>();

    private Interruption()
    {
    }

    /**
     * Take the signals over. One that the process was started to ignore stays ignored.
     *
     * @return the wish, which gives the signals back when it is closed.
     */
    static Interruption listen()
    {
        final Interruption interruption = new Interruption();
        for (final String signal : new String[]{"INT", "TERM", "HUP"})
        {
            interruption.handlersBefore.put(signal, Signals.register(signal, interruption.wish::countDown));
        }
        return interruption;
    }

    /**
     * Wait for it.
     *
     * @param timeoutMs how long at most.
     * @return true if it has come.
     * @throws InterruptedException if the calling thread is interrupted.
     */
    boolean await(final long timeoutMs) throws InterruptedException
    {
        return wish.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close()
    {
        handlersBefore.forEach(Signals::unregister);
    }
}
