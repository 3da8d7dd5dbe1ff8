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
package io.zetatron.kernel.runtime.observe;

import io.zetatron.figcom.BusFolder;
import io.zetatron.kernel.runtime.BusPlaces;
import io.zetatron.kernel.runtime.KernelException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the kernels of a user that run on this machine, by the folders of their buses: a folder whose lock is held is a
 * kernel's, others are what a killed one has left behind.
 */
public final class KernelFinder
{
    private final List<Path> parents;
    private final String user;
    private final Optional<Path> configured;

    /**
     * Look into folders.
     *
     * @param parents    of the buses' folders.
     * @param user       whose kernels are looked for.
     * @param configured folder of a bus that is elsewhere.
     */
    KernelFinder(final List<Path> parents, final String user, final Optional<Path> configured)
    {
        this.parents = List.copyOf(parents);
        this.user = user;
        this.configured = configured;
    }

    /**
     * Look where kernels of this user usually are.
     *
     * @param configured folder of a bus that is elsewhere.
     * @return the finder.
     */
    public static KernelFinder usual(final Optional<Path> configured)
    {
        return new KernelFinder(BusPlaces.parents(), BusPlaces.user(), configured);
    }

    /**
     * The kernels that run and may be looked at, oldest first.
     *
     * @return the kernels.
     * @throws KernelException if a folder cannot be looked into.
     */
    public List<RunningKernel> running()
    {
        return candidates().stream()
            .filter(Files::isReadable)
            .map(KernelFinder::look)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingLong(RunningKernel::startEpochMs))
            .toList();
    }

    /**
     * The one kernel that runs.
     *
     * @return the kernel.
     * @throws KernelException if none runs, or several do, naming them.
     */
    public RunningKernel only()
    {
        final List<RunningKernel> kernels = running();
        if (kernels.isEmpty())
        {
            throw new KernelException("no kernel of " + user + " is running; start one with: zetatron run" +
                candidates().stream().filter(BusFolder::isAKernels).findFirst().map((left) ->
                    ". A killed one has left " + left +
                    ", which the next one there removes").orElse(", or name its folder with --folder"));
        }
        if (kernels.size() > 1)
        {
            throw new KernelException(
                kernels.size() + " kernels are running; choose one with --pid or --folder: " + list(kernels));
        }
        return kernels.getFirst();
    }

    /**
     * The kernel of a process.
     *
     * @param pid of the process.
     * @return the kernel.
     * @throws KernelException if it runs none, or another user's.
     */
    public RunningKernel ofProcess(final long pid)
    {
        final List<RunningKernel> kernels = running();
        final Optional<RunningKernel> found = kernels.stream().filter((kernel) -> kernel.pid() == pid).findFirst();
        if (found.isEmpty())
        {
            foreign(pid).ifPresent((folder) ->
            {
                throw denied(folder);
            });
            throw new KernelException("process " + pid + " runs no kernel of " + user +
                (kernels.isEmpty() ? "; none is running" : "; running are: " + list(kernels)));
        }
        return found.get();
    }

    /**
     * The kernel in a folder.
     *
     * @param folder of its bus.
     * @return the kernel.
     * @throws KernelException if no kernel lives there, or another user's.
     */
    public static RunningKernel inFolder(final Path folder)
    {
        if (!Files.isDirectory(folder))
        {
            throw new KernelException("--folder " + folder + ": there is no such folder");
        }
        return look(folder).orElseThrow(() -> new KernelException("no kernel lives in " + folder +
            "; what is there is a killed one's, or something else's"));
    }

    private static Optional<RunningKernel> look(final Path folder)
    {
        try
        {
            return BusFolder.isLivedIn(folder) ? Optional.of(new RunningKernel(
                BusFolder.occupant(folder), folder, BusFolder.occupiedSinceEpochMs(folder))) : Optional.empty();
        }
        catch (final NoSuchFileException ex)
        {
            return Optional.empty();
        }
        catch (final AccessDeniedException ex)
        {
            throw denied(folder);
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot look into " + folder + ": " + ex.getMessage(), ex);
        }
    }

    private static KernelException denied(final Path folder)
    {
        String owner;
        try
        {
            owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
        }
        catch (final IOException ex)
        {
            owner = "its owner";
        }
        return new KernelException(folder + " is open to " + owner + " only; look at that kernel as " + owner);
    }

    private Set<Path> candidates()
    {
        final Set<Path> folders = new LinkedHashSet<>();
        configured.filter(Files::isDirectory).ifPresent(folders::add);
        for (final Path parent : parents)
        {
            folders.addAll(folders(parent, (name) -> BusPlaces.isOf(name, user)));
        }
        return folders;
    }

    private Optional<Path> foreign(final long pid)
    {
        return parents.stream()
            .flatMap((parent) -> folders(parent, (name) -> BusPlaces.isOfProcess(name, pid)).stream())
            .filter((folder) -> !Files.isReadable(folder))
            .findFirst();
    }

    private static List<Path> folders(final Path parent, final Predicate<String> isWanted)
    {
        final List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, (entry) ->
            isWanted.test(entry.getFileName().toString()) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)))
        {
            entries.forEach(folders::add);
        }
        catch (final NoSuchFileException ex)
        {
            return List.of();
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot look for kernels in " + parent + ": " + ex.getMessage(), ex);
        }
        return folders;
    }

    private static String list(final List<RunningKernel> kernels)
    {
        final List<String> texts = new ArrayList<>();
        for (final RunningKernel kernel : kernels)
        {
            final Duration age = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - kernel.startEpochMs()));
            texts.add(kernel.pid() + " (for " + age(age) + ", " + kernel.folder() + ")");
        }
        return String.join(", ", texts);
    }

    private static String age(final Duration age)
    {
        return age.toHours() >= 48 ? age.toDays() + " days" :
            age.toMinutes() >= 120 ? age.toHours() + " h" :
            age.toSeconds() >= 120 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }
}
