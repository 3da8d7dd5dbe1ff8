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

import io.zetatron.bindings.opencl.opencl_h;
import io.zetatron.bindings.tss2.tss2_h;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The lists of functions are those of the generated classes, to the last type.
 */
class BoundFunctionTest
{
    private static final String ADDRESS = "$address";

    @ParameterizedTest
    @EnumSource
    void shouldListWhatTheGeneratedClassHas(final Library library) throws ClassNotFoundException
    {
        final Class<?> generated = generated(library);
        final Set<String> fixed = Arrays.stream(generated.getMethods()).map(Method::getName)
            .filter((name) -> name.endsWith(ADDRESS))
            .map((name) -> name.substring(0, name.length() - ADDRESS.length()))
            .collect(Collectors.toCollection(TreeSet::new));
        final Set<String> variadic = Arrays.stream(generated.getClasses())
            .filter((type) -> Arrays.stream(type.getMethods()).anyMatch((m) -> m.getName().equals("makeInvoker")))
            .map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));

        final List<BoundFunction> bound = BoundFunction.of(library);

        assertFalse(bound.isEmpty());
        assertEquals(fixed, names(bound, false));
        assertEquals(variadic, names(bound, true));
    }

    /**
     * What Java sees of the types, for all functions: this needs no library.
     */
    @ParameterizedTest
    @EnumSource
    void shouldHaveTheTypesOfTheGeneratedMethods(final Library library) throws ClassNotFoundException
    {
        final Class<?> generated = generated(library);
        for (final BoundFunction function : BoundFunction.of(library))
        {
            if (!function.isVariadic())
            {
                final Method method = Arrays.stream(generated.getMethods())
                    .filter((one) -> one.getName().equals(function.name())).findFirst().orElseThrow();
                assertEquals(
                    MethodType.methodType(method.getReturnType(), method.getParameterTypes()),
                    function.descriptor().toMethodType(),
                    function.name());
            }
        }
    }

    /**
     * The C types themselves, where the library is there, so that the generated class can be asked.
     */
    @Test
    void shouldHaveTheDescriptorsOfTheGeneratedClasses() throws ReflectiveOperationException
    {
        final LibrarySearch search = LibrarySearch.ofSystem();
        final List<Library> present = Stream.of(Library.LINUX, Library.OPENCL, Library.TSS2)
            .filter((library) -> search.probe(library).isUsable()).toList();
        assertTrue(present.contains(Library.LINUX));
        for (final Library library : present)
        {
            search.load(library);
            for (final BoundFunction function : BoundFunction.of(library))
            {
                if (!function.isVariadic())
                {
                    final FunctionDescriptor generated = (FunctionDescriptor)
                        generated(library).getMethod(function.name() + "$descriptor").invoke(null);
                    assertEquals(generated, function.descriptor(), function.name());
                }
            }
        }
    }

    @Test
    void shouldLetGeneratedClassesCallWhatWasLoaded()
    {
        final LibrarySearch search = LibrarySearch.ofSystem();
        assumeTrue(search.probe(Library.OPENCL).isUsable(), "no libOpenCL.so.1: apt-get install ocl-icd-libopencl1");
        assumeTrue(search.probe(Library.TSS2).isUsable(), "no libtss2: apt-get install libtss2-esys-3.0.2-0");

        final LoadedLibrary opencl = search.load(Library.OPENCL);
        final LoadedLibrary tss2 = search.load(Library.TSS2);

        assertEquals(opencl_h.clFinish$address(), opencl.address("clFinish"));
        assertEquals(tss2_h.Esys_Sign$address(), tss2.address("Esys_Sign"));
        assertEquals(tss2_h.Tss2_RC_Decode$address(), tss2.address("Tss2_RC_Decode"));
        assertTrue(opencl.address("clFinish").address() != MemorySegment.NULL.address());
    }

    @Test
    void shouldSpeakOfBoundFunctionsOnlyInTheSymbolTable()
    {
        final Set<String> bound = new HashSet<>();
        Stream.of(Library.values()).forEach((library) -> bound.addAll(library.functions()));

        final Set<String> unknown = new TreeSet<>(SymbolTable.names());
        unknown.removeAll(bound);

        assertEquals(Set.of(), unknown);
    }

    @Test
    void shouldMakeNoHandleForVariadicFunction()
    {
        final LoadedLibrary linux = LibrarySearch.ofSystem().load(Library.LINUX);

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> linux.handle("ioctl"));
        assertTrue(ex.getMessage().startsWith("ioctl takes a variable number of arguments"), ex.getMessage());
    }

    private static Set<String> names(final List<BoundFunction> functions, final boolean isVariadic)
    {
        return functions.stream().filter((function) -> function.isVariadic() == isVariadic)
            .map(BoundFunction::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Without initialising it or any of its parts.
     */
    private static Class<?> generated(final Library library) throws ClassNotFoundException
    {
        return Class.forName("io.zetatron.bindings." + library.id() + "." + library.id() + "_h", false,
            BoundFunctionTest.class.getClassLoader());
    }
}
