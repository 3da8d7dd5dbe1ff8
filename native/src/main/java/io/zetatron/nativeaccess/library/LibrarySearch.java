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
package io.zetatron.nativeaccess.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds libraries: first by the path that was given for them, then where the dynamic loader looks, then in usual
 * places. ONNX Runtime is taken from its jar, if that is on the class path, before the loader is asked, because a jar
 * is put there on purpose. Files are read and judged before anything is loaded, so that nothing that is looked at can
 * end this process.
 * <p>
 * A wrong file at a given path is an error. A wrong file in a folder that is searched is passed over, as the loader
 * does.
 * <p>
 * Loading is thread-safe, setting paths is not.
 */
public final class LibrarySearch
{
    private static final String AUTO = "auto";
    private static final Map<Library, LoadedLibrary> LOADED = new EnumMap<>(Library.class);

    private final Path root;
    private final String libraryPath;
    private final ClassLoader classes;
    private final Map<Library, Path> paths = new EnumMap<>(Library.class);

    /**
     * A search on a host of which everything is given.
     *
     * @param root        in which the host's folders lie.
     * @param libraryPath folders in which the loader looks first, with colons between them.
     * @param classes     which may have a library's jar among them.
     */
    public LibrarySearch(final Path root, final String libraryPath, final ClassLoader classes)
    {
        this.root = root;
        this.libraryPath = libraryPath;
        this.classes = classes;
    }

    /**
     * The search on this host, with the paths that {@code LD_LIBRARY_PATH} and the system properties
     * {@link Library#property()} give; {@code auto} there is as good as nothing.
     *
     * @return a new search.
     */
    public static LibrarySearch ofSystem()
    {
        final String environment = System.getenv("LD_LIBRARY_PATH");
        final LibrarySearch search = new LibrarySearch(
            Path.of("/"), environment == null ? "" : environment, LibrarySearch.class.getClassLoader());
        for (final Library library : Library.optional())
        {
            final String path = System.getProperty(library.property(), AUTO);
            if (!path.equals(AUTO))
            {
                search.path(library, Path.of(path));
            }
        }

        return search;
    }

    /**
     * Take a library from a path and from nowhere else.
     *
     * @param library that is optional.
     * @param path    of its file; of the folder that holds its files if it has several; or of a jar for ONNX Runtime.
     * @return this for a fluent API.
     */
    public LibrarySearch path(final Library library, final Path path)
    {
        paths.put(library, path);
        return this;
    }

    /**
     * Look for a library and judge it. Loads nothing, runs nothing of it, and takes a few milliseconds.
     *
     * @param library to look for.
     * @return what was found.
     */
    public LibraryProbe probe(final Library library)
    {
        final Finder finder = new Finder(library);
        final Path given = paths.get(library);
        if (library == Library.ONNXRUNTIME)
        {
            final Optional<LibraryJar> jar = given == null ? LibraryJar.onClassPath(classes) :
                Optional.of(given).filter(LibraryJar::isJar).map(LibraryJar::new);
            if (jar.isPresent())
            {
                return finder.judged(jar.get());
            }
        }
        return given == null ? finder.searched() : finder.given(given);
    }

    /**
     * Load a library into this process, so that its functions can be called, by the generated classes too.
     *
     * @param library to load.
     * @return the library; the same one at each call.
     * @throws LibraryException if there is none that could be used, naming the places that were looked at.
     */
    public LoadedLibrary load(final Library library)
    {
        synchronized (LOADED)
        {
            final LoadedLibrary loaded = LOADED.get(library);
            if (loaded != null)
            {
                final Path given = paths.get(library);
                if (given != null && !loaded.isFrom(given))
                {
                    throw new LibraryException(library, library.title() + " cannot be loaded from " + given +
                        ": this process has already loaded it from " + loaded.path() +
                        ". What to do: name one path per process");
                }
                return loaded;
            }
            final LoadedLibrary fresh = LoadedLibrary.load(probe(library));
            LOADED.put(library, fresh);
            return fresh;
        }
    }

    /**
     * One search: collects what was tried.
     */
    private final class Finder
    {
        private final Library library;
        private final List<ElfFile> files = new ArrayList<>();
        private final List<String> tried = new ArrayList<>();
        private final List<String> passedOver = new ArrayList<>();

        private Finder(final Library library)
        {
            this.library = library;
        }

        private LibraryProbe given(final Path path)
        {
            final boolean isFolder = library.parts().size() > 1;
            final String origin = path + " (" + library.property() + ") ";
            final String advice = "correct the path or leave it out";
            if (isFolder && !Files.isDirectory(path))
            {
                return failed(LibraryProbe.State.UNUSABLE, origin + "is no folder, but this library has " +
                    library.parts().size() + " files", "name the folder that holds " + fileNames());
            }
            try
            {
                for (final LibraryPart part : library.parts())
                {
                    files.add(ElfFile.read((isFolder ? inFolder(path, part) : path).toRealPath()));
                }
            }
            catch (final NoSuchFileException ex)
            {
                return failed(LibraryProbe.State.UNUSABLE, ex.getMessage() + " (" + library.property() +
                    ") is not there", advice);
            }
            catch (final NotLoadableException ex)
            {
                return failed(LibraryProbe.State.UNUSABLE, origin + "cannot be loaded: " + ex.getMessage(), advice);
            }
            catch (final IOException ex)
            {
                return failed(LibraryProbe.State.UNUSABLE, origin + "cannot be read: " + ex, advice);
            }
            return judged();
        }

        private LibraryProbe searched()
        {
            for (final LibraryPart part : library.parts())
            {
                final Optional<ElfFile> file = candidates(part).stream()
                    .flatMap((candidate) -> attempted(candidate).stream())
                    .findFirst();
                if (file.isEmpty())
                {
                    return passedOver.isEmpty() ?
                        failed(LibraryProbe.State.MISSING,
                            part.fileNames().getFirst() + " was not found", library.install()) :
                        failed(LibraryProbe.State.UNUSABLE,
                            String.join("; ", passedOver), "replace that file, or " + library.install());
                }
                files.add(file.get());
            }

            return judged();
        }

        private Optional<ElfFile> attempted(final Path candidate)
        {
            try
            {
                return Optional.of(ElfFile.read(candidate.toRealPath()));
            }
            catch (final NoSuchFileException ex)
            {
                tried.add(candidate.toString());
            }
            catch (final NotLoadableException ex)
            {
                tried.add(candidate + ": " + ex.getMessage());
                passedOver.add(candidate + " cannot be loaded: " + ex.getMessage());
            }
            catch (final IOException ex)
            {
                tried.add(candidate + ": " + ex);
                passedOver.add(candidate + " cannot be read: " + ex);
            }
            return Optional.empty();
        }

        private List<Path> candidates(final LibraryPart part)
        {
            final Set<Path> candidates = new LinkedHashSet<>();
            for (final String name : part.fileNames())
            {
                Stream.of(libraryPath.split(File.pathSeparator)).filter((folder) -> folder.startsWith("/"))
                    .forEach((folder) -> candidates.add(below(folder).resolve(name)));
                final List<Path> cached = SearchPlaces.cache(root).paths(name);
                if (cached.isEmpty())
                {
                    tried.add(SearchPlaces.CACHE + " has no " + name);
                }
                cached.forEach((path) -> candidates.add(below(path.toString())));
                SearchPlaces.folders().forEach((folder) -> candidates.add(below(folder).resolve(name)));
            }

            return List.copyOf(candidates);
        }

        private Path inFolder(final Path folder, final LibraryPart part) throws NoSuchFileException
        {
            return part.fileNames().stream().map(folder::resolve).filter(Files::exists).findFirst()
                .orElseThrow(() -> new NoSuchFileException(folder.resolve(part.fileNames().getFirst()).toString()));
        }

        /**
         * Functions that all releases have are required; one under an older name will do.
         */
        private LibraryProbe judged()
        {
            final Map<String, String> missing = new TreeMap<>();
            final Map<String, String> older = new TreeMap<>();
            final List<String> required = new ArrayList<>();
            for (final String function : library.functions())
            {
                final Set<String> exports =
                    files.get(library.parts().indexOf(library.partOf(function))).exports();
                final Optional<String> old = SymbolTable.olderName(function);
                if (exports.contains(function))
                {
                    continue;
                }
                if (old.isPresent() && exports.contains(old.get()))
                {
                    older.put(function, old.get());
                    continue;
                }
                missing.put(function, SymbolTable.since(function).orElse(""));
                if (SymbolTable.since(function).isEmpty())
                {
                    required.add(function);
                }
            }
            final List<Path> found = files.stream().map(ElfFile::path).toList();
            final String version = SearchPlaces.version(library, files.getLast());
            final boolean isUsable = required.isEmpty();
            return new LibraryProbe(
                library,
                isUsable ? LibraryProbe.State.FOUND : LibraryProbe.State.UNUSABLE,
                found, version, missing, older,
                isUsable ? "" : found.getLast() + (version.isEmpty() ? "" : ", version " + version + ",") +
                    " lacks " + String.join(", ", required),
                isUsable ? "" : "it is too old or not the real library: " + library.install(),
                List.copyOf(tried));
        }

        private LibraryProbe judged(final LibraryJar jar)
        {
            try
            {
                jar.check();
            }
            catch (final NotLoadableException ex)
            {
                return failed(LibraryProbe.State.UNUSABLE, jar.path() + " cannot be used: " + ex.getMessage(),
                    "take a jar that has it, or name libonnxruntime.so with -D" + library.property() + "=PATH");
            }
            return new LibraryProbe(library, LibraryProbe.State.FOUND, List.of(jar.path()), jar.version(),
                Map.of(), Map.of(), "", "", List.of());
        }

        private LibraryProbe failed(final LibraryProbe.State state, final String reason, final String advice)
        {
            return new LibraryProbe(
                library, state, List.of(), "", Map.of(), Map.of(), reason, advice, List.copyOf(tried));
        }

        private String fileNames()
        {
            return String.join(", ", library.parts().stream().map((part) -> part.fileNames().getFirst()).toList());
        }

        private Path below(final String folder)
        {
            return root.resolve(folder.substring(1));
        }
    }
}
