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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uk.co.real_logic.sbe.xml.MessageSchema;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SchemaEvolutionTest
{
    private static final String RELEASED = "/io/zetatron/figcom/schema/released.xml";
    private static final String CURRENT = "/io/zetatron/figcom/figcom.xml";

    private static final String PROGRESS_END =
        "<field name=\"deadlineNs\" id=\"5\" type=\"int64\" description=\"How long a result may take\"/>";
    private static final String JOINED = "<field name=\"rowsJoined\" id=\"2\" type=\"int64\"/>";
    private static final String LAST_MESSAGE = "</sbe:messageSchema>";

    @Test
    void shouldFindTheCurrentSchemaCompatibleWithTheReleasedOne() throws Exception
    {
        assertEquals(List.of(), SchemaEvolution.violations(parse(text(RELEASED)), parse(text(CURRENT))));
    }

    @Test
    void shouldFindNothingWhenFieldsGroupsValuesAndMessagesAreAddedAtTheEnd() throws Exception
    {
        final String grown = nextVersion(text(RELEASED))
            .replace(PROGRESS_END, PROGRESS_END + "<field name=\"added\" id=\"6\" type=\"int64\" sinceVersion=\"2\"/>" +
                "<group name=\"more\" id=\"7\" dimensionType=\"groupSizeEncoding\" sinceVersion=\"2\">" +
                "<field name=\"one\" id=\"8\" type=\"int64\" sinceVersion=\"2\"/></group>")
            .replace("<validValue name=\"SHAPE\">5</validValue>", "<validValue name=\"SHAPE\">5</validValue>" +
                "<validValue name=\"DRIFT\" sinceVersion=\"2\">6</validValue>")
            .replace(LAST_MESSAGE, "<sbe:message name=\"Added\" id=\"99\" sinceVersion=\"2\">" +
                "<field name=\"one\" id=\"1\" type=\"int64\"/></sbe:message>" + LAST_MESSAGE);

        assertEquals(List.of(), SchemaEvolution.violations(parse(text(RELEASED)), parse(grown)));
    }

    static Stream<Arguments> violations()
    {
        return Stream.of(
            violation("Progress.rowsJoined: field 2 was removed", JOINED, ""),
            violation("Progress.rowsJoined: its type was", JOINED, JOINED.replace("int64", "int32")),
            violation("Progress.rowsJoined: its type was", JOINED,
                JOINED.replace("/>", " presence=\"optional\"/>")),
            violation("Progress.rowsJoined: its id 2 is now that of rows", JOINED,
                JOINED.replace("rowsJoined", "rows")),
            violation("Progress.rowsJoined: sinceVersion 2 was 0", JOINED,
                JOINED.replace("/>", " sinceVersion=\"2\"/>")),
            violation("Progress.added: was inserted before fields that were there", JOINED,
                "<field name=\"added\" id=\"6\" type=\"int64\" sinceVersion=\"2\"/>" + JOINED),
            violation("Progress.rowsJoined: is before a field that it came after",
                "<field name=\"rowsAdmitted\" id=\"1\" type=\"int64\"/>\n    " + JOINED,
                JOINED + "<field name=\"rowsAdmitted\" id=\"1\" type=\"int64\"/>"),
            violation("Progress.added: the field is new since version 1, but its sinceVersion is 0", PROGRESS_END,
                PROGRESS_END + "<field name=\"added\" id=\"6\" type=\"int64\"/>"),
            violation("Sample.values.value: its type was", "<field name=\"value\" id=\"4\" type=\"double\"",
                "<field name=\"value\" id=\"4\" type=\"float\""),
            violation("Score.columns.added: was inserted", "<field name=\"deviation\"",
                "<field name=\"added\" id=\"11\" type=\"int8\" sinceVersion=\"2\"/><field name=\"deviation\""),
            violation("StreamEnded: its message id 15 is now Ended's", "<sbe:message name=\"StreamEnded\"",
                "<sbe:message name=\"Ended\""),
            violation("StreamEnded: message 15 was removed", "<sbe:message name=\"StreamEnded\" id=\"15\"",
                "<sbe:message name=\"StreamEnded\" id=\"16\" sinceVersion=\"2\""),
            violation("Added: the message is new since version 1, but its sinceVersion is 0", LAST_MESSAGE,
                "<sbe:message name=\"Added\" id=\"99\"><field name=\"one\" id=\"1\" type=\"int64\"/></sbe:message>" +
                    LAST_MESSAGE),
            violation("Pattern.SHAPE: value 5 was removed", "<validValue name=\"SHAPE\">5</validValue>", ""),
            violation("Pattern.SHAPE: its value 5 is now DRIFT's", "<validValue name=\"SHAPE\">5",
                "<validValue name=\"DRIFT\">5"),
            violation("Pattern.DRIFT: the value is new", "<validValue name=\"SHAPE\">5</validValue>",
                "<validValue name=\"SHAPE\">5</validValue><validValue name=\"DRIFT\">6</validValue>"),
            violation("schema: header frameHeader has changed",
                "<type name=\"correlation\" primitiveType=\"int64\"",
                "<type name=\"correlation\" primitiveType=\"int32\""),
            violation("schema: id 2643 was 2642", "id=\"2642\"", "id=\"2643\""));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void shouldNameTheFieldWhenAChangeBreaksReaders(final String message, final String was, final String is)
        throws Exception
    {
        final String released = text(RELEASED);
        final String changed = nextVersion(released).replace(was, is);
        assertNotEquals(nextVersion(released), changed, "the change was not planted");

        final List<String> violations = SchemaEvolution.violations(parse(released), parse(changed));

        assertTrue(violations.stream().anyMatch((violation) -> violation.startsWith(message)), violations.toString());
    }

    @Test
    void shouldRefuseALowerVersion() throws Exception
    {
        final String released = text(RELEASED);

        assertEquals(List.of("schema: version 1 is lower than the released 2"),
            SchemaEvolution.violations(parse(nextVersion(released)), parse(released)));
    }

    private static String nextVersion(final String schema)
    {
        return schema.replace("   version=\"1\"", "   version=\"2\"");
    }

    private static MessageSchema parse(final String schema) throws Exception
    {
        return XmlSchemaParser.parse(new ByteArrayInputStream(schema.getBytes(StandardCharsets.UTF_8)),
            ParserOptions.builder().stopOnError(true).warningsFatal(false).suppressOutput(true).build());
    }

    private static String text(final String resource) throws IOException
    {
        try (InputStream stream = Objects.requireNonNull(SchemaEvolutionTest.class.getResourceAsStream(resource)))
        {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Arguments violation(final String message, final String was, final String is)
    {
        return Arguments.of(message, was, is);
    }
}
