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
package io.zetatron.kernel.runtime.engine;

import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.FrameSubscription;
import io.zetatron.figcom.TaskPublication;
import io.zetatron.kernel.api.KernelGauges;

/**
 * What a channel's two ends count.
 *
 * @param spec   of the channel.
 * @param writer its writing end.
 * @param reader its reading end.
 */
public record ChannelGauge(ChannelSpec spec, TaskPublication writer, FrameSubscription reader)
    implements KernelGauges.Channel
{
    @Override
    public String name()
    {
        return spec.name();
    }

    @Override
    public long framesSent()
    {
        return writer.framesSent();
    }

    @Override
    public long framesReceived()
    {
        return reader.framesReceived();
    }

    @Override
    public long refusals()
    {
        return writer.refusals();
    }

    /**
     * Frames that were passed over because they were malformed.
     *
     * @return the count.
     */
    public long framesMalformed()
    {
        return reader.framesMalformed();
    }
}
