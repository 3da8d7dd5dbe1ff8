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

import io.zetatron.figcom.ChannelDescriptor;

import java.util.Comparator;

/**
 * What a port carries: messages of one type, from one endpoint to another. An output and an input with equal keys are
 * the two ends of one thing.
 *
 * @param source     id of the sender.
 * @param target     id of the receiver.
 * @param templateId of the message.
 * @param message    its name, for people.
 */
record PortKey(String source, String target, int templateId, String message) implements Comparable<PortKey>
{
    private static final Comparator<PortKey> ORDER = Comparator.comparing(PortKey::source)
        .thenComparing(PortKey::target)
        .thenComparingInt(PortKey::templateId);

    static String messageName(final Class<?> codec)
    {
        return codec.getSimpleName().replaceAll("(En|De)coder$", "");
    }

    boolean isOn(final ChannelDescriptor channel)
    {
        return source.equals(channel.source()) && target.equals(channel.target());
    }

    @Override
    public int compareTo(final PortKey other)
    {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString()
    {
        return message + " " + source + "->" + target;
    }
}
