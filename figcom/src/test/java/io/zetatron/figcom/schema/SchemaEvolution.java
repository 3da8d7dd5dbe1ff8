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
package io.zetatron.figcom.schema;

import uk.co.real_logic.sbe.xml.CompositeType;
import uk.co.real_logic.sbe.xml.EncodedDataType;
import uk.co.real_logic.sbe.xml.EnumType;
import uk.co.real_logic.sbe.xml.Field;
import uk.co.real_logic.sbe.xml.Message;
import uk.co.real_logic.sbe.xml.MessageSchema;
import uk.co.real_logic.sbe.xml.SetType;
import uk.co.real_logic.sbe.xml.Type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keeps readers of a released schema from reading frames of its successor, or the other way round, by SBE's rules
 * for extending a schema: what is there stays where and what it is, fields are added at the end of their block and
 * groups and data after those that are there, each with the version that it came with, and that version is higher than
 * the released one.
 */
final class SchemaEvolution
{
    private final MessageSchema released;
    private final MessageSchema current;
    private final List<String> violations = new ArrayList<>();

    private SchemaEvolution(final MessageSchema released, final MessageSchema current)
    {
        this.released = released;
        this.current = current;
    }

    /**
     * Compare two schemas.
     *
     * @param released as it is out there.
     * @param current  that is to follow it.
     * @return what is wrong, each with the message's and the field's name; empty if nothing is.
     */
    static List<String> violations(final MessageSchema released, final MessageSchema current)
    {
        final SchemaEvolution evolution = new SchemaEvolution(released, current);
        evolution.compareSchemas();
        evolution.compareMessages();
        evolution.compareEnums();
        return evolution.violations;
    }

    private void compareSchemas()
    {
        if (current.id() != released.id())
        {
            violations.add("schema: id " + current.id() + " was " + released.id());
        }
        if (current.version() < released.version())
        {
            violations.add("schema: version " + current.version() + " is lower than the released " +
                released.version());
        }
        if (current.byteOrder() != released.byteOrder())
        {
            violations.add("schema: byte order was " + released.byteOrder());
        }
        if (!shape(current.messageHeader()).equals(shape(released.messageHeader())))
        {
            violations.add("schema: header " + released.messageHeader().name() + " has changed, but a header cannot: " +
                shape(released.messageHeader()) + " is now " + shape(current.messageHeader()));
        }
    }

    private void compareMessages()
    {
        for (final Message before : released.messages())
        {
            final Message now = current.getMessage(before.id());
            if (now == null)
            {
                violations.add(before.name() + ": message " + before.id() + " was removed");
            }
            else if (!now.name().equals(before.name()))
            {
                violations.add(before.name() + ": its message id " + before.id() + " is now " + now.name() + "'s");
            }
            else
            {
                compareFields(before.name(), before.fields(), now.fields());
            }
        }
        for (final Message now : current.messages())
        {
            if (released.getMessage(now.id()) == null)
            {
                checkSince(now.name(), "the message", now.sinceVersion());
            }
        }
    }

    private void compareEnums()
    {
        for (final Type type : released.types())
        {
            if (type instanceof final EnumType before && current.getType(before.name()) instanceof final EnumType now)
            {
                before.validValues().forEach((value) -> compareValue(before.name() + "." + value.name(), value, now));
                now.validValues().stream()
                    .filter((value) -> before.getValidValue(value.primitiveValue()) == null)
                    .forEach((value) ->
                        checkSince(now.name() + "." + value.name(), "the value", value.sinceVersion()));
            }
        }
    }

    private void compareValue(final String name, final EnumType.ValidValue old, final EnumType values)
    {
        final EnumType.ValidValue value = values.getValidValue(old.primitiveValue());
        if (value == null)
        {
            violations.add(name + ": value " + old.primitiveValue() + " was removed");
        }
        else if (!value.name().equals(old.name()))
        {
            violations.add(name + ": its value " + old.primitiveValue() + " is now " + value.name() + "'s");
        }
    }

    private void compareFields(final String path, final List<Field> before, final List<Field> now)
    {
        final Map<Integer, Field> byId = new HashMap<>();
        now.forEach((field) -> byId.put(field.id(), field));
        int lastPosition = -1;
        for (final Field old : before)
        {
            final String name = path + "." + old.name();
            final Field field = byId.get(old.id());
            if (field == null)
            {
                violations.add(name + ": field " + old.id() + " was removed");
                continue;
            }
            if (!field.name().equals(old.name()))
            {
                violations.add(name + ": its id " + old.id() + " is now that of " + field.name());
                continue;
            }
            final int position = now.indexOf(field);
            if (position < lastPosition)
            {
                violations.add(name + ": is before a field that it came after");
            }
            lastPosition = Math.max(lastPosition, position);
            compareField(name, old, field);
        }
        checkAdded(path, before, now);
    }

    private void compareField(final String name, final Field old, final Field field)
    {
        if (field.sinceVersion() != old.sinceVersion())
        {
            violations.add(name + ": sinceVersion " + field.sinceVersion() + " was " + old.sinceVersion());
        }
        if (!shape(old).equals(shape(field)))
        {
            violations.add(name + ": its type was " + shape(old) + " and is now " + shape(field));
        }
        else if (old.groupFields() != null)
        {
            compareFields(name, old.groupFields(), field.groupFields());
        }
    }

    private void checkAdded(final String path, final List<Field> before, final List<Field> now)
    {
        final Set<Integer> released = new HashSet<>();
        before.forEach((field) -> released.add(field.id()));
        for (int i = 0; i < now.size(); i++)
        {
            final Field field = now.get(i);
            if (!released.contains(field.id()))
            {
                checkSince(path + "." + field.name(), "the field", field.sinceVersion());
                final Part part = part(field);
                if (now.subList(i, now.size()).stream().anyMatch((later) ->
                    released.contains(later.id()) && part(later) == part))
                {
                    violations.add(path + "." + field.name() + ": was inserted before fields that were there; a new " +
                        "one goes to the end");
                }
            }
        }
    }

    private void checkSince(final String name, final String what, final int sinceVersion)
    {
        if (sinceVersion <= released.version())
        {
            violations.add(name + ": " + what + " is new since version " + released.version() +
                ", but its sinceVersion is " + sinceVersion + "; give it a higher one");
        }
    }

    /**
     * A message's block, its groups and its data follow one another; each grows at its own end.
     */
    private enum Part
    {
        BLOCK, GROUPS, DATA
    }

    private static Part part(final Field field)
    {
        return field.groupFields() != null ? Part.GROUPS : field.isVariableLength() ? Part.DATA : Part.BLOCK;
    }

    private static String shape(final Field field)
    {
        return part(field) == Part.GROUPS ? "group sized by " + shape(field.dimensionType()) : shape(field.type()) +
            " " + field.presence();
    }

    private static String shape(final Type type)
    {
        return switch (type)
        {
            case final EncodedDataType plain ->
                plain.primitiveType().primitiveName() + "[" + plain.length() + "]";
            case final EnumType values -> shape(values);
            case final SetType set -> "set of " + set.encodingType().primitiveName();
            case final CompositeType composite -> shape(composite);
            default -> type.name() + " of " + type.encodedLength();
        };
    }

    private static String shape(final EnumType values)
    {
        return "enum " + values.name() + " of " + values.encodingType().primitiveName();
    }

    private static String shape(final CompositeType composite)
    {
        final StringBuilder text = new StringBuilder("{");
        for (final Type part : composite.getTypeList())
        {
            text.append(text.length() > 1 ? ", " : "").append(part.name()).append(' ').append(shape(part));
        }
        return text.append('}').toString();
    }
}
