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
package io.zetatron.nativeaccess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PseudoFileTest
{
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadAllDigitsOfKernelVariable() throws IOException
    {
        final int smallestPidMax = 301;

        final String text = PseudoFile.text(Path.of("/proc/sys/kernel/pid_max"));

        assertTrue(Integer.parseInt(text.trim()) >= smallestPidMax, text);
    }

    @Test
    void shouldReadAgainFromTheBeginning() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("file"), "one");
        try (PseudoFile file = PseudoFile.open(path))
        {
            assertEquals("one", text(file.read()));
            Files.writeString(path, "2");
            assertEquals("2", text(file.read()));
        }
    }

    @Test
    void shouldReadATextThatOutgrowsTheBuffer() throws IOException
    {
        final String text = "0123456789".repeat(10_000);
        try (PseudoFile file = PseudoFile.open(Files.writeString(folder.resolve("file"), text)))
        {
            assertEquals(text, text(file.read()));
        }
    }

    @Test
    void shouldRefuseATextWithoutEnd() throws IOException
    {
        try (PseudoFile file = PseudoFile.open(Path.of("/dev/zero")))
        {
            assertThrows(IOException.class, file::read);
        }
    }

    @Test
    void shouldSayThatAFileIsMissing()
    {
        assertThrows(NoSuchFileException.class, () -> PseudoFile.open(folder.resolve("none")));
        assertEquals(Optional.empty(), PseudoFile.value(folder.resolve("none")));
    }

    @Test
    void shouldTrimAValue() throws IOException
    {
        assertEquals(Optional.of("7"), PseudoFile.value(Files.writeString(folder.resolve("seven"), " 7\n")));
        assertEquals(Optional.empty(), PseudoFile.value(Files.writeString(folder.resolve("blank"), "\n")));
    }

    private static String text(final ByteBuffer bytes)
    {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
}
