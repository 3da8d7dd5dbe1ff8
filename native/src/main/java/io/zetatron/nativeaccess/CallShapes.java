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

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The one list of the call shapes that are used while messages flow, each made once. A shape is a function's type with
 * the linker's options: the first costs about 100 ms and every further one 5 to 12 ms, while a further function of the
 * same shape costs next to nothing. There are two, therefore: everything that may fail is a system call.
 * <p>
 * Thread-safe.
 */
public final class CallShapes
{
    /** {@code long syscall(long number, ...)} with six arguments and errno captured. */
    private static final MethodHandle SYSCALL;
    private static final long SYSCALL_NS;
    /**
     * {@code int getcpu(unsigned *cpu, unsigned *node)}. Critical, because it is always short: it reads two numbers
     * from a page that the kernel shares with the process, or makes a system call that cannot wait. Null where the C
     * library has no such function, as older ones have not; the system call does then.
     */
    private static final MethodHandle GETCPU;
    private static final long GETCPU_NS;

    static
    {
        final long startNs = System.nanoTime();
        SYSCALL = handle(
            find("syscall").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
        final long syscallNs = System.nanoTime();
        GETCPU = find("getcpu").map((address) -> handle(address,
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.critical(false))).orElse(null);
        SYSCALL_NS = syscallNs - startNs;
        GETCPU_NS = System.nanoTime() - syscallNs;
    }

    /**
     * A shape that has been made.
     *
     * @param name   of the shape.
     * @param madeNs how long it took to make, on whichever thread was first to need it.
     */
    public record Shape(String name, long madeNs)
    {
    }

    private CallShapes()
    {
    }

    /**
     * Make all shapes unless that has been done, and call each once, harmlessly, so that the first call that matters
     * finds it linked.
     *
     * @return the shapes; empty where this system or architecture is unknown here, see {@link #refusal()}.
     */
    public static List<Shape> warm()
    {
        if (!SystemCall.isKnownHere())
        {
            return List.of();
        }
        // Cannot fail: the calling thread's own id.
        SystemCall.GETTID.invoke(0, 0);
        CurrentThread.cpu();
        final Shape syscall = new Shape("syscall", SYSCALL_NS);
        return GETCPU == null ? List.of(syscall) : List.of(syscall, new Shape("getcpu", GETCPU_NS));
    }

    /**
     * Why no calls can be made here.
     *
     * @return the reason; empty if they can be made.
     */
    public static String refusal()
    {
        return SystemCall.refusalHere();
    }

    /**
     * What {@link #warm()} did, for a log.
     *
     * @param shapes that it returned.
     * @return one line.
     */
    public static String describe(final List<Shape> shapes)
    {
        if (shapes.isEmpty())
        {
            return "no call shapes: " + refusal();
        }
        // Neither a stream nor a formatter: their classes take longer to load than a shape takes to make.
        final StringBuilder text = new StringBuilder().append(shapes.size()).append(" call shapes");
        char separator = ':';
        for (final Shape shape : shapes)
        {
            final long tenths = shape.madeNs() / (TimeUnit.MILLISECONDS.toNanos(1) / 10);
            text.append(separator).append(' ').append(shape.name()).append(" made in ")
                .append(tenths / 10).append('.').append(tenths % 10).append(" ms");
            separator = ',';
        }
        return text.toString();
    }

    static long systemCall(
        final CallBuffer buffer,
        final long number,
        final long a,
        final long b,
        final long c,
        final long d,
        final long e,
        final long f)
    {
        try
        {
            return (long)SYSCALL.invokeExact(buffer.captured(), number, a, b, c, d, e, f);
        }
        catch (final Throwable ex)
        {
            throw unexpected(ex);
        }
    }

    static void getCpu(final long cpuAddress, final long nodeAddress)
    {
        if (GETCPU == null)
        {
            SystemCall.GETCPU.invoke(cpuAddress, nodeAddress);
            return;
        }
        try
        {
            // It fails for bad addresses only.
            final int ignored = (int)GETCPU.invokeExact(cpuAddress, nodeAddress);
        }
        catch (final Throwable ex)
        {
            throw unexpected(ex);
        }
    }

    private static RuntimeException unexpected(final Throwable cause)
    {
        if (cause instanceof final Error error)
        {
            throw error;
        }
        return cause instanceof final RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static Optional<MemorySegment> find(final String name)
    {
        return Linker.nativeLinker().defaultLookup().find(name);
    }

    // The types are those of the manual pages, and every pointer handed over outlives its call.
    @SuppressWarnings("restricted")
    private static MethodHandle handle(
        final MemorySegment address, final FunctionDescriptor descriptor, final Linker.Option... options)
    {
        return Linker.nativeLinker().downcallHandle(address, descriptor, options);
    }
}
