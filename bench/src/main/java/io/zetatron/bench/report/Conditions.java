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
package io.zetatron.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.bench.rounds.Effort;
import io.zetatron.bench.rounds.Noise;
import io.zetatron.kernel.runtime.HostFacts;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Under which conditions a run measured.
 *
 * @param effort     that was made.
 * @param seed       of the orders.
 * @param jvmFlags   of this JVM and its forks, without those that only permit something.
 * @param host       that it ran on.
 * @param noise      during the whole run.
 * @param roundNoise during each round.
 */
public record Conditions(
    Effort effort, long seed, List<String> jvmFlags, HostFacts host, Noise noise, List<Noise> roundNoise)
{
    private static final double MARKED_SHARE = 0.03;

    /**
     * For people.
     *
     * @param forked what has a JVM of its own in each round.
     * @return the lines.
     */
    public List<String> lines(final String forked)
    {
        final String iterations = effort.iterations() + " x " + effort.timeMs() + " ms";
        final String loud = loudRounds();
        final List<String> lines = List.of(
            "host   " + host.cpu() + ", " + host.cores() + " cores, " + host.kernel(),
            "jdk    " + host.jdk() + ", " + String.join(" ", jvmFlags),
            "run    " + (effort.forks() == 1 ? "1 round" : effort.forks() + " rounds") + " in random order (seed " +
                seed + "), in each a JVM for every " + forked + ":",
            "       " + iterations + " of warm-up, then " + iterations + ", of which the median",
            "noise  of all CPU time, the hypervisor stole " + percent(noise.stealShare()) +
                ", and other processes used " + percent(noise.othersShare()),
            "       " + loud);
        return loud.isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    }

    private String loudRounds()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < roundNoise.size(); i++)
        {
            final Noise round = roundNoise.get(i);
            if (round.stealShare() > MARKED_SHARE || round.othersShare() > MARKED_SHARE)
            {
                text.append(text.isEmpty() ? "not quiet: " : "; ").append("round ").append(i + 1).append(" (stolen ")
                    .append(percent(round.stealShare())).append(", others ").append(percent(round.othersShare()))
                    .append(')');
            }
        }
        return text.toString();
    }

    /**
     * For programs, as fields of the object that is being written.
     *
     * @param json to write to.
     * @throws IOException if it cannot be written.
     */
    public void write(final JsonGenerator json) throws IOException
    {
        json.writeNumberField("forks", effort.forks());
        json.writeNumberField("iterations", effort.iterations());
        json.writeNumberField("timeMs", effort.timeMs());
        json.writeNumberField("seed", seed);
        json.writeArrayFieldStart("jvmFlags");
        for (final String flag : jvmFlags)
        {
            json.writeString(flag);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("host");
        json.writeStringField("cpu", host.cpu());
        json.writeNumberField("cores", host.cores());
        json.writeStringField("kernel", host.kernel());
        json.writeStringField("jdk", host.jdk());
        write(json, noise);
        json.writeEndObject();
        json.writeArrayFieldStart("rounds");
        for (final Noise round : roundNoise)
        {
            json.writeStartObject();
            write(json, round);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(final JsonGenerator json, final Noise noise) throws IOException
    {
        Json.number(json, "stealShare", noise.stealShare());
        Json.number(json, "othersShare", noise.othersShare());
    }

    private static String percent(final double share)
    {
        return Double.isNaN(share) ? "an unknown share" : String.format(Locale.ROOT, "%.1f%%", share * 100);
    }
}
