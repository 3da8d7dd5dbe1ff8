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

import io.zetatron.kernel.api.Engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Plays one scenario over and over, each time with other claims refused, and expects each target to get the same
 * messages in the same order as without any refusal: nothing lost, doubled or reordered. What messages hold that nobody
 * wrote shows as well, because claims are filled differently.
 */
public final class BackPressureCheck
{
    private static final int[] REFUSALS_IN_A_ROW = {1, 2, 5};
    private static final byte OTHER_FILL = 0x5A;

    private final Supplier<? extends Engine> engine;
    private final Consumer<EngineHarness> scenario;
    private final Map<String, Long> settings = new HashMap<>();
    private final Set<Integer> conflated = new HashSet<>();

    /**
     * A check that has not been run.
     *
     * @param engine   makes a new engine for each time.
     * @param scenario hands messages to the engine with {@link EngineHarness#send}. What is left to do at its end is
     *                 done by the check.
     */
    public BackPressureCheck(final Supplier<? extends Engine> engine, final Consumer<EngineHarness> scenario)
    {
        this.engine = engine;
        this.scenario = scenario;
    }

    /**
     * Set one of the engine's settings.
     *
     * @param name  as the engine declares it.
     * @param value in its range.
     * @return this.
     */
    public BackPressureCheck setting(final String name, final long value)
    {
        settings.put(name, value);
        return this;
    }

    /**
     * Messages that tell a state, not an event: an earlier one may be left out, but the last one has to be the same.
     *
     * @param templateId of the messages.
     * @return this.
     */
    public BackPressureCheck conflated(final int templateId)
    {
        conflated.add(templateId);
        return this;
    }

    /**
     * Play the scenario with every claim refused once, twice and five times, and with most claims refused.
     *
     * @return how many claims it takes without refusals.
     */
    public int run()
    {
        final Map<String, List<String>> expected = new TreeMap<>();
        final long claims = play((claim) -> false, (byte)~OTHER_FILL, expected);
        for (final int times : REFUSALS_IN_A_ROW)
        {
            for (long first = 0; first < claims; first++)
            {
                final long from = first;
                compare(expected, (claim) -> claim >= from && claim < from + times,
                    "with claim " + first + " refused " + times + " times");
            }
            final int period = times + 1;
            compare(expected, (claim) -> claim % period != 0, "with " + times + " of " + period + " claims refused");
        }
        return (int)claims;
    }

    private void compare(final Map<String, List<String>> expected, final LongPredicate refused, final String how)
    {
        final Map<String, List<String>> actual = new TreeMap<>();
        try
        {
            play(refused, OTHER_FILL, actual);
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw new AssertionError(how + ": " + ex, ex);
        }
        if (!actual.equals(expected))
        {
            throw new AssertionError(how + ":\n" + lines(actual) + "\ninstead of\n" + lines(expected));
        }
    }

    private long play(final LongPredicate refused, final byte fill, final Map<String, List<String>> messagesByTarget)
    {
        try (EngineHarness harness = new EngineHarness(engine.get()))
        {
            settings.forEach(harness::setting);
            harness.refuseClaims(refused);
            harness.claimFill(fill);
            harness.open();
            scenario.accept(harness);
            harness.drain();
            collect(harness.sent(), messagesByTarget);
            return harness.claims();
        }
    }

    private void collect(final List<SentMessage> sent, final Map<String, List<String>> messagesByTarget)
    {
        final Map<String, SentMessage> last = new TreeMap<>();
        for (final SentMessage message : sent)
        {
            if (conflated.contains(message.templateId()))
            {
                last.put(message.target() + " " + message.templateId(), message);
            }
            else
            {
                messagesByTarget.computeIfAbsent(message.target(), (target) -> new ArrayList<>())
                    .add(message.toString());
            }
        }
        last.forEach((key, message) -> messagesByTarget.put("last to " + key, List.of(message.toString())));
    }

    private static String lines(final Map<String, List<String>> messagesByTarget)
    {
        final StringBuilder text = new StringBuilder();
        messagesByTarget.values().forEach((messages) -> messages.forEach((line) -> text.append(line).append('\n')));
        return text.toString();
    }
}
