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
package io.zetatron.bench.rounds;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of one C library of {@link NativePeers} as FFM handles. Stays loaded as long as the process lives.
 */
public final class PeerLibrary
{
    /**
     * How often a loop of a library makes its call, so that the call into the loop is lost in the figure.
     */
    public static final int LOOP_LENGTH = 10_000;

    private final SymbolLookup lookup;

    private PeerLibrary(final SymbolLookup lookup)
    {
        this.lookup = lookup;
    }

    /**
     * Load a library.
     *
     * @param fileName of it.
     * @return the library.
     * @throws IllegalStateException if it has not been built.
     */
    @SuppressWarnings("restricted")
    public static PeerLibrary load(final String fileName)
    {
        return new PeerLibrary(SymbolLookup.libraryLookup(NativePeers.path(fileName), Arena.global()));
    }

    /**
     * A function.
     *
     * @param name       in C.
     * @param descriptor of its result and arguments.
     * @param options    of the call.
     * @return its handle.
     */
    @SuppressWarnings("restricted")
    public MethodHandle function(
        final String name, final FunctionDescriptor descriptor, final Linker.Option... options)
    {
        return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(name), descriptor, options);
    }

    /**
     * A loop that makes {@link #LOOP_LENGTH} calls.
     *
     * @param name       in C.
     * @param parameters behind the number of calls.
     * @return its handle.
     */
    public MethodHandle loop(final String name, final ValueLayout... parameters)
    {
        return function(name, FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters)
            .insertArgumentLayouts(0, ValueLayout.JAVA_INT));
    }

    /**
     * A constant.
     *
     * @param name in C, of a {@code long}.
     * @return its value.
     */
    @SuppressWarnings("restricted")
    public long constant(final String name)
    {
        return lookup.findOrThrow(name).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    }
}
