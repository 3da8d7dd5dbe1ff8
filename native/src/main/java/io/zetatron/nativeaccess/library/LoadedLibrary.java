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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A library in this process: its functions under the names by which they are bound, even if it has some of them under
 * an older name only. Thread-safe.
 * <p>
 * The generated classes find the functions of a library from then on, except those that it lacks or has under an older
 * name: these are to be called through {@link #handle}. There is no way to unload a library.
 */
public final class LoadedLibrary
{
    private final LibraryProbe probe;
    private final SymbolLookup symbols;
    private final Map<String, BoundFunction> functions;

    private LoadedLibrary(final LibraryProbe probe, final SymbolLookup symbols)
    {
        this.probe = probe;
        this.symbols = symbols;
        functions = BoundFunction.of(probe.library()).stream()
            .collect(Collectors.toUnmodifiableMap(BoundFunction::name, Function.identity()));
    }

    /**
     * Load what a probe has found, for the generated classes too.
     *
     * @param probe that may have found nothing.
     * @return the library.
     * @throws LibraryException if nothing usable was found or the loader refuses it.
     */
    static LoadedLibrary load(final LibraryProbe probe)
    {
        return load(probe, true);
    }

    /**
     * Load what a probe has found, for this object only: in a test, several in one process.
     */
    static LoadedLibrary open(final LibraryProbe probe)
    {
        return load(probe, false);
    }

    /**
     * What was found of it before it was loaded.
     *
     * @return the probe.
     */
    public LibraryProbe probe()
    {
        return probe;
    }

    /**
     * The file from which it was loaded; the last of them if it has several.
     *
     * @return the path with symbolic links resolved, or that of the jar that had it.
     */
    public Path path()
    {
        return probe.files().isEmpty() ? Path.of("/") : probe.files().getLast();
    }

    /**
     * Whether it has a function, under this name or an older one.
     *
     * @param function that is bound.
     * @return true if it can be called.
     */
    public boolean has(final String function)
    {
        return find(bound(function).name()).isPresent();
    }

    /**
     * The name by which the library has a function.
     *
     * @param function that is bound.
     * @return the same name, or an older one.
     * @throws LibraryException if it lacks the function.
     */
    public String nameOf(final String function)
    {
        return find(bound(function).name()).map(Symbol::name).orElseThrow(() -> lacking(function));
    }

    /**
     * Where a function lies.
     *
     * @param function that is bound.
     * @return its address.
     * @throws LibraryException if the library lacks it, naming the function, the library and what to do.
     */
    public MemorySegment address(final String function)
    {
        return find(bound(function).name()).map(Symbol::address).orElseThrow(() -> lacking(function));
    }

    /**
     * A handle that calls a function. Make it once and keep it in a {@code static final} field.
     *
     * @param function that is bound and takes a fixed number of arguments.
     * @param options  for the linker, for example to capture {@code errno}.
     * @return the handle, whose type follows from the function's C types.
     * @throws LibraryException if the library lacks the function, naming the function, the library and what to do.
     */
    @SuppressWarnings("restricted")
    public MethodHandle handle(final String function, final Linker.Option... options)
    {
        final BoundFunction bound = bound(function);
        if (bound.isVariadic())
        {
            throw new IllegalArgumentException(
                function + " takes a variable number of arguments: make a handle from its address");
        }
        return Linker.nativeLinker().downcallHandle(address(function), bound.descriptor(), options);
    }

    @Override
    public String toString()
    {
        return probe.summary();
    }

    boolean isFrom(final Path path)
    {
        try
        {
            final Path real = path.toRealPath();
            return probe.files().stream().anyMatch((file) -> file.equals(real) || file.startsWith(real));
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private record Symbol(String name, MemorySegment address)
    {
    }

    private Optional<Symbol> find(final String function)
    {
        return symbols.find(function).map((address) -> new Symbol(function, address))
            .or(() -> SymbolTable.olderName(function).flatMap(
                (older) -> symbols.find(older).map((address) -> new Symbol(older, address))));
    }

    private BoundFunction bound(final String function)
    {
        final BoundFunction bound = functions.get(function);
        if (bound == null)
        {
            throw new IllegalArgumentException(
                function + " is not bound: bindings/libraries/" + probe.library().id() + "/includes.txt lists what is");
        }
        return bound;
    }

    private LibraryException lacking(final String function)
    {
        final String older = SymbolTable.olderName(function).map((name) -> " (nor " + name + ")").orElse("");
        final String since = SymbolTable.since(function)
            .map((release) -> "it is there since " + release + ": install that or a later one")
            .orElseGet(() -> probe.library().install());
        return new LibraryException(probe.library(), probe.name() + " in " + path() + " has no function " + function +
            older + ". What to do: " + since);
    }

    private static LoadedLibrary load(final LibraryProbe probe, final boolean isForClasses)
    {
        if (probe.library() == Library.LINUX)
        {
            return new LoadedLibrary(probe, Linker.nativeLinker().defaultLookup());
        }
        if (!probe.isUsable())
        {
            throw probe.failure();
        }
        try
        {
            return LibraryJar.isJar(probe.files().getFirst()) ?
                loadJar(probe, isForClasses) :
                new LoadedLibrary(probe, symbols(probe.files(), isForClasses));
        }
        catch (final UnsatisfiedLinkError | IllegalArgumentException ex)
        {
            throw new LibraryException(probe.library(), probe.name() + " in " + probe.files().getLast() +
                " was refused by the loader: " + ex.getMessage() +
                ". What to do: install the libraries that it needs itself, or " + probe.library().install(), ex);
        }
        catch (final IOException ex)
        {
            throw new LibraryException(probe.library(), probe.name() + " cannot be taken out of " +
                probe.files().getFirst() + ": " + ex + ". What to do: make room in " +
                System.getProperty("java.io.tmpdir") + ", or name another folder with -Djava.io.tmpdir=FOLDER", ex);
        }
    }

    private static LoadedLibrary loadJar(final LibraryProbe probe, final boolean isForClasses) throws IOException
    {
        final LibraryJar.Extract extract = new LibraryJar(probe.files().getFirst()).extract();
        boolean isLoaded = false;
        try
        {
            final SymbolLookup symbols = symbols(List.of(extract.library()), isForClasses);
            isLoaded = true;
            return new LoadedLibrary(probe, symbols);
        }
        finally
        {
            // Linux keeps a mapped file's contents when its name is gone, so that nothing is left even after a kill.
            if (isLoaded && extract.isDurable())
            {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(extract), "onnxruntime-files"));
            }
            else
            {
                extract.delete();
            }
        }
    }

    private static void deleteQuietly(final LibraryJar.Extract extract)
    {
        try
        {
            extract.delete();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("left behind: " + extract.folder(), ex);
        }
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup symbols(final List<Path> files, final boolean isForClasses)
    {
        SymbolLookup symbols = (name) -> Optional.empty();
        for (final Path file : files)
        {
            // The loader of these classes is that of the generated ones: what it has loaded is what they look into.
            if (isForClasses)
            {
                System.load(file.toString());
            }
            symbols = symbols.or(SymbolLookup.libraryLookup(file, Arena.global()));
        }

        return symbols;
    }
}
