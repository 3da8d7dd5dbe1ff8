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
package io.zetatron.kernel.api.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * What all output ports of an engine share: which claims are refused, which claims are open, and what was sent.
 */
final class Outbox
{
    private final List<SentMessage> sent = new ArrayList<>();
    private final Set<String> openClaims = new HashSet<>();
    private final Map<String, Integer> refusalsLeft = new HashMap<>();
    private LongPredicate refusedAttempts = (attempt) -> false;
    private boolean isRunning;
    private long attempts;
    private byte fill = (byte)0xA5;

    void start()
    {
        isRunning = true;
    }

    void refuse(final String target, final int times)
    {
        refusalsLeft.put(target, times);
    }

    void refuseAttempts(final LongPredicate refused)
    {
        refusedAttempts = refused;
    }

    /** What a claimed message holds before it is written: another byte in another run shows what was not written. */
    void fill(final byte newFill)
    {
        fill = newFill;
    }

    byte fill()
    {
        return fill;
    }

    long attempts()
    {
        return attempts;
    }

    List<SentMessage> sent()
    {
        return sent;
    }

    boolean claim(final String port, final String target)
    {
        if (!isRunning)
        {
            throw new AssertionError(port + ": a claim while the blocks are being opened");
        }
        if (openClaims.contains(target))
        {
            throw new AssertionError(port + ": a claim while one on the same channel is open");
        }
        final int left = refusalsLeft.getOrDefault(target, 0);
        refusalsLeft.put(target, Math.max(0, left - 1));
        if (refusedAttempts.test(attempts++) || left > 0)
        {
            return false;
        }
        openClaims.add(target);
        return true;
    }

    void end(final String port, final String target)
    {
        if (!openClaims.remove(target))
        {
            throw new AssertionError(port + ": a commit or an abort without a claim");
        }
    }

    void expectNoOpenClaim(final String where)
    {
        if (!openClaims.isEmpty())
        {
            throw new AssertionError(where + " has left claims open to " + openClaims);
        }
    }
}
