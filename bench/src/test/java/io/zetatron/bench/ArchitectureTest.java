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
package io.zetatron.bench;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * The arrows of the house: which module may use which, and which libraries.
 */
class ArchitectureTest
{
    private static final String JDK = "java|javax|jdk|com\\.sun";
    private static final String CODECS = "io\\.zetatron\\.figcom\\.codec";

    private static JavaClasses house;

    @BeforeAll
    static void importHouse()
    {
        house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.zetatron");
        assertFalse(house.isEmpty(), "no classes found");
    }

    /**
     * Module, packages of the house it may use, packages of libraries it may use.
     */
    static Stream<Arguments> modules()
    {
        return Stream.of(
            Arguments.of("bindings", List.of(), List.of()),
            Arguments.of("nativeaccess", List.of("bindings"), List.of()),
            Arguments.of("memory", List.of("nativeaccess"), List.of("org\\.agrona", "net\\.openhft\\.chronicle")),
            Arguments.of("figcom", List.of("memory"), List.of("org\\.agrona", "io\\.aeron", "org\\.HdrHistogram")),
            Arguments.of("scheduler", List.of("nativeaccess"), List.of("org\\.agrona")),
            Arguments.of("drivers", List.of("nativeaccess", "bindings", "memory"), List.of()),
            Arguments.of("kernel.api", List.of("figcom", "memory", "drivers.spi"), List.of("org\\.agrona")),
            Arguments.of("kernel.runtime",
                List.of("kernel.api", "figcom", "memory", "scheduler", "drivers", "nativeaccess"),
                List.of("org\\.agrona", "io\\.aeron", "org\\.HdrHistogram", "org\\.snakeyaml", "de\\.siegmar\\.fastcsv",
                    "com\\.fasterxml\\.jackson\\.core")),
            Arguments.of("kernel.console",
                List.of("kernel.runtime", "kernel.api", "scheduler", "nativeaccess"),
                List.of("picocli", "org\\.jline", "com\\.fasterxml\\.jackson\\.core")),
            Arguments.of("bench",
                List.of("kernel.console", "kernel.runtime", "kernel.api", "kernel.engines", "figcom", "scheduler",
                    "drivers", "memory", "nativeaccess"),
                List.of("picocli", "org\\.openjdk\\.jmh", "com\\.fasterxml\\.jackson\\.core", "org\\.HdrHistogram",
                    "org\\.agrona", "io\\.netty")));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldUseNothingButWhatTheDesignAllows(
        final String module, final List<String> modules, final List<String> libraries)
    {
        final String house = Stream.concat(Stream.of(module), modules.stream())
            .map((name) -> "io\\.zetatron\\." + name.replace(".", "\\."))
            .reduce((one, other) -> one + "|" + other)
            .orElseThrow();
        final String allowed = "(" + JDK + "|" + house +
            libraries.stream().map((library) -> "|" + library).reduce("", String::concat) + ")\\..*";
        classes().that().resideInAPackage("io.zetatron." + module + "..")
            .should().onlyDependOnClassesThat(named(allowed))
            .allowEmptyShould(true)
            .check(ArchitectureTest.house);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void shouldLetAnEngineSeeTheKernelApiAndItsTypesOnly(final String engine, final String libraries)
    {
        final String own = "io\\.zetatron\\.kernel\\.engines\\." + engine;
        classes().that().resideInAPackage("io.zetatron.kernel.engines." + engine + "..")
            .should().onlyDependOnClassesThat(named("(" + JDK + "|" + own + "|io\\.zetatron\\.kernel\\.api|" + CODECS +
                "|io\\.zetatron\\.memory|org\\.agrona" + libraries + ")\\..*"))
            .check(house);
    }

    static Stream<Arguments> engines()
    {
        return Stream.of(
            Arguments.of("atlas", ""),
            Arguments.of("david", ""),
            Arguments.of("spector", "|com\\.amazon\\.randomcutforest"),
            Arguments.of("mechlar", ""),
            Arguments.of("mcgyver", ""));
    }

    /**
     * The table says it of the modules that it names; this says it of all, so that no new package escapes.
     */
    @Test
    void shouldLetNobodyButNativeAndDriversUseTheBindings()
    {
        noClasses().that().resideOutsideOfPackages(
            "io.zetatron.bindings..", "io.zetatron.nativeaccess..", "io.zetatron.drivers..")
            .should().dependOnClassesThat().resideInAPackage("io.zetatron.bindings..")
            .check(house);
    }

    @Test
    void shouldLetNobodyUseTheBench()
    {
        noClasses().that().resideOutsideOfPackage("io.zetatron.bench..")
            .should().dependOnClassesThat().resideInAPackage("io.zetatron.bench..")
            .check(house);
    }

    private static DescribedPredicate<JavaClass> named(final String pattern)
    {
        // The element type of an array is what counts; primitives have no package.
        return DescribedPredicate.describe("named " + pattern, (type) ->
            type.getBaseComponentType().isPrimitive() || type.getBaseComponentType().getName().matches(pattern));
    }
}
