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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.figcom.codec.AlarmDecoder;
import io.zetatron.figcom.codec.AlarmEncoder;
import io.zetatron.figcom.codec.ExplanationDecoder;
import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.IncidentDecoder;
import io.zetatron.figcom.codec.IncidentEncoder;
import io.zetatron.figcom.codec.IncidentState;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * Hands incidents, explanations and alarms on to the host as they come.
 */
final class RelayBlock implements Block
{
    private final StreamCounts counts;
    private OutputPort<IncidentEncoder> incidents;
    private OutputPort<ExplanationEncoder> explanations;
    private OutputPort<AlarmEncoder> alarms;

    RelayBlock(final StreamCounts counts)
    {
        this.counts = counts;
    }

    @Override
    public String id()
    {
        return "relay";
    }

    @Override
    public void open(final BlockContext context)
    {
        context.input("mcgyver", new IncidentDecoder(), this::onIncident);
        context.input("mechlar", new ExplanationDecoder(), (header, message) ->
            relay(explanations, header, message.buffer(), message.offset(), message.sbeDecodedLength()));
        context.input("david", new AlarmDecoder(), (header, message) ->
            relay(alarms, header, message.buffer(), message.offset(), message.sbeDecodedLength()));
        incidents = context.output(BlockContext.HOST, new IncidentEncoder());
        explanations = context.output(BlockContext.HOST, new ExplanationEncoder());
        alarms = context.output(BlockContext.HOST, new AlarmEncoder());
    }

    private boolean onIncident(final FrameHeaderDecoder header, final IncidentDecoder message)
    {
        final boolean isOpening = message.state() == IncidentState.OPENED;
        if (!relay(incidents, header, message.buffer(), message.offset(), message.sbeDecodedLength()))
        {
            return false;
        }
        if (isOpening)
        {
            counts.incidents++;
        }
        return true;
    }

    private static <E extends MessageEncoderFlyweight> boolean relay(
        final OutputPort<E> output,
        final FrameHeaderDecoder header,
        final DirectBuffer body,
        final int offset,
        final int length)
    {
        if (output.tryClaim(length, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }
        output.message().buffer().putBytes(output.message().offset(), body, offset, length);
        output.commit();
        return true;
    }
}
