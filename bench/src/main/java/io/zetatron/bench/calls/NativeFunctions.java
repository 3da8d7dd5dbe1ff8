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
package io.zetatron.bench.calls;

import io.zetatron.bench.rounds.PeerLibrary;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The library's functions as FFM handles. Each benchmark makes those that it needs, because each new shape of a call
 * takes some milliseconds.
 */
final class NativeFunctions
{
    /**
     * {@link PeerLibrary#LOOP_LENGTH}, under a name that the benchmarks import.
     */
    static final int LOOP_LENGTH = PeerLibrary.LOOP_LENGTH;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final PeerLibrary LIBRARY = PeerLibrary.load(NativeCallCosts.LIBRARY);

    private NativeFunctions()
    {
    }

    /**
     * A function of the library.
     *
     * @param name       in C.
     * @param descriptor of its result and arguments.
     * @param options    of the call.
     * @return its handle.
     */
    static MethodHandle function(
        final String name, final FunctionDescriptor descriptor, final Linker.Option... options)
    {
        return LIBRARY.function(name, descriptor, options);
    }

    /**
     * A function of the C library.
     *
     * @param name       in C.
     * @param descriptor of its result and arguments.
     * @param options    of the call.
     * @return its handle.
     */
    @SuppressWarnings("restricted")
    static MethodHandle standardFunction(
        final String name, final FunctionDescriptor descriptor, final Linker.Option... options)
    {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /**
     * A loop of the library that makes {@link #LOOP_LENGTH} calls.
     *
     * @param name       in C.
     * @param parameters behind the number of calls.
     * @return its handle.
     */
    static MethodHandle loop(final String name, final ValueLayout... parameters)
    {
        return LIBRARY.loop(name, parameters);
    }

    /**
     * A Java method as a C function that lives as long as the process.
     *
     * @param method     to call.
     * @param descriptor of its result and arguments.
     * @return its address.
     */
    @SuppressWarnings("restricted")
    static MemorySegment callback(final MethodHandle method, final FunctionDescriptor descriptor)
    {
        return LINKER.upcallStub(method, descriptor, Arena.global());
    }

    /**
     * A constant of the library.
     *
     * @param name in C, of a {@code long}.
     * @return its value.
     */
    static long constant(final String name)
    {
        return LIBRARY.constant(name);
    }
}
