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

import java.util.List;

/**
 * One way of making one call, and the benchmark that times it.
 *
 * @param call      what is called.
 * @param way       how.
 * @param benchmark that times it.
 * @param method    of the benchmark. {@value #C} and {@value #JNI} are the peers of the others in the same benchmark.
 */
record CallCase(String call, String way, Class<?> benchmark, String method)
{
    static final String C = "c";
    static final String JNI = "jni";

    /**
     * All that are measured, in the order of the report.
     */
    static final List<CallCase> ALL = List.of(
        new CallCase("nothing (the loop)", "C", NothingBenchmark.class, C),
        new CallCase("nothing (the loop)", "Java", NothingBenchmark.class, "java"),
        new CallCase("add(int, int)", "C", AddBenchmark.class, C),
        new CallCase("add(int, int)", "Java, not inlined", AddBenchmark.class, "java"),
        new CallCase("add(int, int)", "JNI", AddBenchmark.class, JNI),
        new CallCase("add(int, int)", "FFM", AddBenchmark.class, "ffm"),
        new CallCase("add(int, int)", "FFM, critical", AddBenchmark.class, "ffmCritical"),
        new CallCase("a call that sets errno", "C, read", ErrnoBenchmark.class, C),
        new CallCase("a call that sets errno", "JNI, read in C", ErrnoBenchmark.class, JNI),
        new CallCase("a call that sets errno", "FFM, captured", ErrnoBenchmark.class, "ffm"),
        new CallCase("a call that sets errno", "FFM, critical, captured", ErrnoBenchmark.class, "ffmCritical"),
        new CallCase("a call that sets errno", "FFM, not captured", ErrnoBenchmark.class, "ffmUncaptured"),
        new CallCase("sum of an int[64]", "C", HeapArrayBenchmark.class, C),
        new CallCase("sum of an int[64]", "JNI, in place", HeapArrayBenchmark.class, JNI),
        new CallCase("sum of an int[64]", "JNI, copied", HeapArrayBenchmark.class, "jniCopied"),
        new CallCase("sum of an int[64]", "FFM, critical, in place", HeapArrayBenchmark.class, "ffmCritical"),
        new CallCase("sum of an int[64]", "FFM, copied", HeapArrayBenchmark.class, "ffmCopied"),
        new CallCase("sum of 64 ints off heap", "C", NativeArrayBenchmark.class, C),
        new CallCase("sum of 64 ints off heap", "JNI, by address", NativeArrayBenchmark.class, JNI),
        new CallCase("sum of 64 ints off heap", "FFM", NativeArrayBenchmark.class, "ffm"),
        new CallCase("sum of 64 ints off heap", "FFM, critical", NativeArrayBenchmark.class, "ffmCritical"),
        new CallCase("upcall, there and back", "C", UpcallBenchmark.class, C),
        new CallCase("upcall, there and back", "JNI", UpcallBenchmark.class, JNI),
        new CallCase("upcall, there and back", "FFM", UpcallBenchmark.class, "ffm"),
        new CallCase("getppid, a system call", "C", SystemCallBenchmark.class, C),
        new CallCase("getppid, a system call", "JNI", SystemCallBenchmark.class, JNI),
        new CallCase("getppid, a system call", "FFM", SystemCallBenchmark.class, "ffm"),
        new CallCase("getppid, a system call", "FFM, critical", SystemCallBenchmark.class, "ffmCritical"));

    /**
     * The benchmark's name as JMH has it.
     *
     * @return class and method.
     */
    String id()
    {
        return benchmark.getName() + "." + method;
    }
}
