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
import io.zetatron.bench.rounds.Figures;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * One figure beside its peer.
 *
 * @param key       that stays the same from release to release.
 * @param what      is measured.
 * @param unit      of the value and of the peer's.
 * @param better    which way.
 * @param value     of all rounds together.
 * @param rounds    the figure of each round.
 * @param peer      that it is compared with; empty if there is none.
 * @param bound     that has to hold; empty if none was set.
 * @param histogram of all rounds, in nanoseconds; empty if the figure is not from one.
 */
public record Row(String key, String what, String unit, Better better, double value, Figures rounds,
    Optional<Peer> peer, Optional<Bound> bound, Optional<Histogram> histogram)
{
    /**
     * Which way a figure is better.
     */
    public enum Better
    {
        /** A time, or anything else that is spent. */
        LOWER,
        /** A rate. */
        HIGHER
    }

    /**
     * What a figure is compared with.
     *
     * @param name   of it.
     * @param rounds its figure of each round.
     */
    public record Peer(String name, Figures rounds)
    {
    }

    /**
     * What has to hold.
     *
     * @param isOfRatio of the ratio to the peer; otherwise of the value.
     * @param limit     which counts as met itself.
     */
    public record Bound(boolean isOfRatio, double limit)
    {
    }

    /**
     * A row without peer and bound, whose value is the median of the rounds.
     *
     * @param key    that stays the same.
     * @param what   is measured.
     * @param unit   of it.
     * @param better which way.
     * @param rounds the figure of each round.
     * @return the row.
     */
    public static Row of(
        final String key, final String what, final String unit, final Better better, final Figures rounds)
    {
        return new Row(key, what, unit, better, rounds.median(), rounds, Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    /**
     * Beside a peer.
     *
     * @param name   of it.
     * @param others its figure of each round.
     * @return the row with it.
     */
    public Row beside(final String name, final Figures others)
    {
        return new Row(
            key, what, unit, better, value, rounds, Optional.of(new Peer(name, others)), bound, histogram);
    }

    /**
     * With a bound of the value: the most, or the least where higher is better.
     *
     * @param limit in the unit.
     * @return the row with it.
     */
    public Row bounded(final double limit)
    {
        return new Row(
            key, what, unit, better, value, rounds, peer, Optional.of(new Bound(false, limit)), histogram);
    }

    /**
     * With a bound of the ratio to the peer: the most, or the least where higher is better.
     *
     * @param limit of the ratio.
     * @return the row with it.
     */
    public Row ratioBounded(final double limit)
    {
        return new Row(
            key, what, unit, better, value, rounds, peer, Optional.of(new Bound(true, limit)), histogram);
    }

    /**
     * With a value of all rounds together, where that is more than the median of the rounds.
     *
     * @param all the value.
     * @return the row with it.
     */
    public Row together(final double all)
    {
        return new Row(key, what, unit, better, all, rounds, peer, bound, histogram);
    }

    /**
     * With the recordings that it was taken from.
     *
     * @param all of all rounds, in nanoseconds.
     * @return the row with them.
     */
    public Row recorded(final Histogram all)
    {
        return new Row(key, what, unit, better, value, rounds, peer, bound, Optional.of(all));
    }

    /**
     * Ours over the peer's.
     *
     * @return the ratio in each round; empty without a peer.
     */
    public Optional<Figures> ratio()
    {
        return peer.map((other) -> rounds.over(other.rounds()));
    }

    /**
     * Whether the bound holds.
     *
     * @return empty if there is none.
     */
    public Optional<Boolean> isMet()
    {
        return bound.map((limit) ->
        {
            final double bounded = limit.isOfRatio() ? ratio().orElseThrow().median() : value;
            return better == Better.LOWER ? bounded <= limit.limit() : bounded >= limit.limit();
        });
    }

    void write(final JsonGenerator json) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeStringField("what", what);
        Json.number(json, "value", value);
        json.writeStringField("unit", unit);
        json.writeStringField("peer", peer.map(Peer::name).orElse(null));
        Json.number(json, "peerValue", peer.map((other) -> other.rounds().median()).orElse(Double.NaN));
        Json.number(json, "ratio", ratio().map(Figures::median).orElse(Double.NaN));
        json.writeStringField("better", better == Better.LOWER ? "lower" : "higher");
        writeSpread(json);
        Json.number(json, "bound", bound.map(Bound::limit).orElse(Double.NaN));
        json.writeStringField("boundOf", bound.map((limit) -> limit.isOfRatio() ? "ratio" : "value").orElse(null));
        json.writeNullField("aim");
        if (isMet().isPresent())
        {
            json.writeBooleanField("met", isMet().get());
        }
        else
        {
            json.writeNullField("met");
        }
        Json.numbers(json, "rounds", rounds);
        if (peer.isPresent())
        {
            Json.numbers(json, "peerRounds", peer.get().rounds());
        }
        if (histogram.isPresent())
        {
            write(json, histogram.get());
        }
        json.writeEndObject();
    }

    private void writeSpread(final JsonGenerator json) throws IOException
    {
        if (ratio().isPresent())
        {
            json.writeArrayFieldStart("ratioSpread");
            json.writeNumber(ratio().get().lowest());
            json.writeNumber(ratio().get().highest());
            json.writeEndArray();
        }
        else
        {
            json.writeNullField("ratioSpread");
        }
    }

    private static void write(final JsonGenerator json, final Histogram histogram) throws IOException
    {
        final ByteBuffer encoded = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(encoded);
        json.writeObjectFieldStart("histogram");
        json.writeNumberField("count", histogram.getTotalCount());
        json.writeNumberField("p50Ns", histogram.getValueAtPercentile(50));
        json.writeNumberField("p99Ns", histogram.getValueAtPercentile(99));
        json.writeNumberField("p999Ns", histogram.getValueAtPercentile(99.9));
        json.writeNumberField("maxNs", histogram.getMaxValue());
        json.writeStringField("hdr", Base64.getEncoder().encodeToString(Arrays.copyOf(encoded.array(), length)));
        json.writeEndObject();
    }
}
