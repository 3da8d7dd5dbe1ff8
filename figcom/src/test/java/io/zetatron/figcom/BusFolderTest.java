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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class BusFolderTest
{
    private static final long OWN_PID = ProcessHandle.current().pid();

    @TempDir
    private Path parent;

    @Test
    void shouldBeOpenToItsOwnerOnlyWhenItIsMade() throws IOException
    {
        try (BusFolder folder = BusFolder.claim(parent.resolve("bus")))
        {
            assertEquals("rwx------", permissions(folder.path()));
        }
    }

    @Test
    void shouldBeOpenToItsOwnerOnlyWhenItWasThereBefore() throws IOException
    {
        final Path path = Files.createDirectory(parent.resolve("bus"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));

        try (BusFolder folder = BusFolder.claim(path))
        {
            assertEquals("rwx------", permissions(folder.path()));
        }
    }

    @Test
    void shouldRefuseSecondClaimWhenThisProcessHoldsTheFolder() throws IOException
    {
        try (BusFolder folder = BusFolder.claim(parent.resolve("bus")))
        {
            final FolderInUseException error =
                assertThrows(FolderInUseException.class, () -> BusFolder.claim(folder.path()));

            assertTrue(error.getMessage().startsWith(folder.path() + " is in use"), error.getMessage());
            assertTrue(error.getMessage().contains("process " + OWN_PID + ";"), error.getMessage());
        }
    }

    @Test
    void shouldRefuseSecondClaimWhenItGoesThroughASymbolicLink() throws IOException
    {
        try (BusFolder folder = BusFolder.claim(parent.resolve("bus")))
        {
            final Path link = Files.createSymbolicLink(parent.resolve("link"), folder.path());

            assertThrows(FolderInUseException.class, () -> BusFolder.claim(link));
        }
    }

    @Test
    void shouldRefuseClaimWhenAnotherProcessHoldsTheFolder() throws IOException
    {
        final Path path = parent.resolve("bus");
        try (FolderProcess other = FolderProcess.claiming(path))
        {
            assertEquals(FolderProcess.CLAIMED, other.line());

            final FolderInUseException error = assertThrows(FolderInUseException.class, () -> BusFolder.claim(path));

            assertTrue(error.getMessage().contains("process " + other.pid() + ";"), error.getMessage());
        }
    }

    @Test
    void shouldStillHoldTheFolderWhenThisProcessHasTriedToClaimAndToSweepItAgain() throws IOException
    {
        try (BusFolder folder = BusFolder.claim(parent.resolve("bus")))
        {
            assertThrows(FolderInUseException.class, () -> BusFolder.claim(folder.path()));
            BusFolder.sweep(parent, "bus");

            try (FolderProcess other = FolderProcess.claiming(folder.path()))
            {
                final String line = other.line();
                assertTrue(line.contains("is in use by the kernel of process " + OWN_PID), line);
            }
        }
    }

    @Test
    void shouldTakeTheFolderOverWhenItsProcessWasKilled() throws IOException, InterruptedException
    {
        final Path path = parent.resolve("bus");
        leaveBehind(path);
        assertTrue(Files.exists(path.resolve("aeron/cnc.dat")));

        try (BusFolder folder = BusFolder.claim(path))
        {
            assertFalse(Files.exists(folder.driverFolder()));
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldSweepWhatKilledProcessesLeftBehindAndLeaveTheLivingAlone() throws IOException, InterruptedException
    {
        final Path dead = parent.resolve("zetatron-1");
        final Path alive = parent.resolve("zetatron-2");
        leaveBehind(dead);
        try (FolderProcess other = FolderProcess.claiming(alive);
            BusFolder own = BusFolder.claim(parent.resolve("zetatron-3")))
        {
            assertEquals(FolderProcess.CLAIMED, other.line());

            assertEquals(List.of(dead), BusFolder.sweep(parent, "zetatron-"));

            assertFalse(Files.exists(dead));
            assertTrue(Files.exists(alive.resolve("aeron/cnc.dat")));
            assertTrue(Files.exists(own.path()));
        }
    }

    @Test
    void shouldSweepOnlyKernelsFoldersOfThatPrefix() throws IOException, InterruptedException
    {
        final Path otherPrefix = parent.resolve("zetatron-b-1");
        leaveBehind(otherPrefix);
        final Path foreign = Files.createDirectory(parent.resolve("zetatron-a-1"));
        Files.writeString(foreign.resolve("letter"), "dear");
        Files.createSymbolicLink(parent.resolve("zetatron-a-2"), otherPrefix);

        assertEquals(List.of(), BusFolder.sweep(parent, "zetatron-a-"));

        assertTrue(Files.exists(foreign.resolve("letter")));
        assertTrue(Files.exists(otherPrefix.resolve("aeron/cnc.dat")));
    }

    @Test
    void shouldRefuseAFolderWhenItHoldsSomethingElse() throws IOException
    {
        Files.writeString(parent.resolve("letter"), "dear");

        final IOException error = assertThrows(IOException.class, () -> BusFolder.claim(parent));

        assertTrue(error.getMessage().contains("holds files of something else"), error.getMessage());
        assertTrue(Files.exists(parent.resolve("letter")));
    }

    @Test
    void shouldRefuseAPathWhenItIsAFile() throws IOException
    {
        final Path file = Files.writeString(parent.resolve("letter"), "dear");

        final IOException error = assertThrows(IOException.class, () -> BusFolder.claim(file));

        assertTrue(error.getMessage().contains("is no folder"), error.getMessage());
        assertTrue(Files.exists(file));
    }

    @Test
    void shouldSaySoWhenTheParentIsMissing()
    {
        assertThrows(NoSuchFileException.class, () -> BusFolder.claim(parent.resolve("missing/bus")));
    }

    @Test
    void shouldRemoveEverythingWhenItIsClosed() throws IOException
    {
        final BusFolder folder = BusFolder.claim(parent.resolve("bus"));
        Files.createDirectories(folder.driverFolder().resolve("publications"));
        Files.writeString(folder.driverFolder().resolve("publications/1.logbuffer"), "");

        folder.close();

        assertFalse(Files.exists(folder.path()));
    }

    @Test
    void shouldNotRemoveWhatASymbolicLinkPointsToWhenItIsClosed() throws IOException
    {
        final Path letter = Files.writeString(Files.createDirectory(parent.resolve("home")).resolve("letter"), "dear");
        final BusFolder folder = BusFolder.claim(parent.resolve("bus"));
        Files.createSymbolicLink(folder.path().resolve("link"), letter.getParent());

        folder.close();

        assertFalse(Files.exists(folder.path()));
        assertTrue(Files.exists(letter));
    }

    @Test
    void shouldLeaveTheNextOwnersFolderAloneWhenItIsClosedAgain() throws IOException
    {
        final BusFolder first = BusFolder.claim(parent.resolve("bus"));
        first.close();
        try (BusFolder second = BusFolder.claim(parent.resolve("bus")))
        {
            first.close();

            assertTrue(Files.exists(second.path()));
        }
    }

    @Test
    @Timeout(60)
    void shouldBelongToOneProcessAtATimeWhenSeveralContendForIt() throws IOException
    {
        final Path path = parent.resolve("bus");
        try (FolderProcess first = FolderProcess.contending(path, 200);
            FolderProcess second = FolderProcess.contending(path, 200);
            FolderProcess third = FolderProcess.contending(path, 200))
        {
            assertEquals(FolderProcess.DONE, first.line());
            assertEquals(FolderProcess.DONE, second.line());
            assertEquals(FolderProcess.DONE, third.line());
        }
        assertFalse(Files.exists(path));
    }

    private static void leaveBehind(final Path path) throws IOException, InterruptedException
    {
        try (FolderProcess killed = FolderProcess.claiming(path))
        {
            assertEquals(FolderProcess.CLAIMED, killed.line());
            killed.kill();
        }
    }

    private static String permissions(final Path path) throws IOException
    {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
