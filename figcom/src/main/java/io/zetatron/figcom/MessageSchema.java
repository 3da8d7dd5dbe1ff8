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

import org.agrona.sbe.MessageFlyweight;

/**
 * One end's view of a message: which one it is, and how long its block is at which version of its schema.
 *
 * @param name        of the message, for people.
 * @param schemaId    of the schema that it belongs to.
 * @param templateId  of the message in its schema.
 * @param version     of the schema that this end was built with.
 * @param blockLength of the message's fixed fields in that version.
 */
public record MessageSchema(String name, int schemaId, int templateId, int version, int blockLength)
{
    /**
     * What a codec was generated from.
     *
     * @param codec an encoder or a decoder, wrapped or not.
     * @return its schema.
     */
    public static MessageSchema of(final MessageFlyweight codec)
    {
        return new MessageSchema(codec.getClass().getSimpleName().replaceAll("(En|De)coder$", ""),
            codec.sbeSchemaId(), codec.sbeTemplateId(), codec.sbeSchemaVersion(), codec.sbeBlockLength());
    }

    boolean isSameMessage(final MessageSchema other)
    {
        return schemaId == other.schemaId && templateId == other.templateId;
    }

    /**
     * Whether a reader understands what a writer writes, by SBE's rules: a block grows at its end from version to
     * version. A reader that is older passes over what was added; one that is newer finds the null value there.
     *
     * @param reader the same message as its reader has it.
     * @return true if it does.
     */
    boolean canBeReadBy(final MessageSchema reader)
    {
        return version == reader.version ? blockLength == reader.blockLength :
            version > reader.version ? blockLength >= reader.blockLength : blockLength <= reader.blockLength;
    }

    @Override
    public String toString()
    {
        return name + " (schema " + schemaId + ", template " + templateId + ", version " + version + ", block of " +
            blockLength + " bytes)";
    }
}
