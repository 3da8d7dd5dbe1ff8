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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * The process that {@link VendorProbe} starts: loads libraries, asks each for its version and devices, and prints the
 * answers, a line as soon as there is one.
 */
public final class VendorQuestions
{
    static final String MARK = "zetatron-probe";
    static final String VERSION = "version";
    static final String DEVICE = "device";
    static final String END = "end";

    private static final Set<Library> ASKABLE =
        Set.of(Library.CUDA, Library.NVML, Library.OPENCL, Library.ONNXRUNTIME);
    private static final long NAME_LENGTH = 256;
    private static final int MAX_DEVICES = 64;
    private static final int CL_PLATFORM_VERSION = 0x0901;
    private static final int CL_PLATFORM_NAME = 0x0902;
    private static final int CL_DEVICE_NAME = 0x102b;
    private static final long CL_DEVICE_TYPE_ALL = 0xffff_ffffL;
    private static final int CL_DEVICE_NOT_FOUND = -1;
    private static final int CL_PLATFORM_NOT_FOUND = -1001;

    private final PrintStream out;
    private final Library library;
    private final LoadedLibrary loaded;
    private final Arena arena;

    private VendorQuestions(
        final PrintStream out, final Library library, final LoadedLibrary loaded, final Arena arena)
    {
        this.out = out;
        this.library = library;
        this.loaded = loaded;
        this.arena = arena;
    }

    static boolean canAsk(final Library library)
    {
        return ASKABLE.contains(library);
    }

    /**
     * Ask libraries.
     *
     * @param arguments each a library's id, an equals sign and its path.
     */
    public static void main(final String[] arguments)
    {
        final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("parent").start(VendorQuestions::endWithParent);
        for (final String argument : arguments)
        {
            final int equals = argument.indexOf('=');
            final Library library = Library.valueOf(argument.substring(0, equals).toUpperCase(Locale.ROOT));
            final Path path = Path.of(argument.substring(equals + 1));
            String failure = "";
            try (Arena arena = Arena.ofConfined())
            {
                final LoadedLibrary loaded = LibrarySearch.ofSystem().path(library, path).load(library);
                new VendorQuestions(out, library, loaded, arena).ask();
            }
            catch (final AnsweredWithError | LibraryException ex)
            {
                failure = ex.getMessage();
            }
            catch (final Throwable ex)
            {
                failure = ex.toString();
            }
            print(out, library, END, failure);
        }
        // Threads that a library has started, and what it does at the end of a process, are of no interest.
        Runtime.getRuntime().halt(0);
    }

    /**
     * Standard input is a pipe from the process that asks: it ends with that, however that ends,
     * even while a library hangs, and then removes what nobody else will.
     */
    private static void endWithParent()
    {
        try
        {
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        catch (final IOException ex)
        {
            // As good as the end.
        }
        final Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        if (folder.getFileName().toString().startsWith(VendorProbe.NAME))
        {
            VendorProbe.delete(folder);
        }
        Runtime.getRuntime().halt(1);
    }

    /**
     * A library was asked and answered that it cannot.
     */
    private static final class AnsweredWithError extends Exception
    {
        private static final long serialVersionUID = 1;

        private AnsweredWithError(final String message)
        {
            super(message);
        }
    }

    private void ask() throws Throwable
    {
        switch (library)
        {
            case CUDA -> askCuda();
            case NVML -> askNvml();
            case OPENCL -> askOpenCl();
            case ONNXRUNTIME -> askOnnxRuntime();
            default -> throw new IllegalArgumentException("nothing to ask of " + library);
        }
    }

    private void askCuda() throws Throwable
    {
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        checkCuda("cuDriverGetVersion", (int)loaded.handle("cuDriverGetVersion").invokeExact(number));
        final int version = number.get(ValueLayout.JAVA_INT, 0);
        print(VERSION, "CUDA " + version / 1000 + "." + version % 1000 / 10);
        checkCuda("cuInit", (int)loaded.handle("cuInit").invokeExact(0));
        checkCuda("cuDeviceGetCount", (int)loaded.handle("cuDeviceGetCount").invokeExact(number));
        final int count = Math.min(number.get(ValueLayout.JAVA_INT, 0), MAX_DEVICES);
        final MemorySegment name = arena.allocate(NAME_LENGTH);
        for (int i = 0; i < count; i++)
        {
            checkCuda("cuDeviceGet", (int)loaded.handle("cuDeviceGet").invokeExact(number, i));
            checkCuda("cuDeviceGetName", (int)loaded.handle("cuDeviceGetName")
                .invokeExact(name, (int)NAME_LENGTH, number.get(ValueLayout.JAVA_INT, 0)));
            print(DEVICE, name.getString(0));
        }
    }

    private void checkCuda(final String call, final int result) throws Throwable
    {
        if (result != 0)
        {
            final MemorySegment name = arena.allocate(ValueLayout.ADDRESS);
            final int named = (int)loaded.handle("cuGetErrorName").invokeExact(result, name);
            throw new AnsweredWithError(call + " answered " + result + (named != 0 ? "" : " (" + string(name) + ")"));
        }
    }

    private void askNvml() throws Throwable
    {
        checkNvml("nvmlInit_v2", (int)loaded.handle("nvmlInit_v2").invokeExact());
        final MemorySegment text = arena.allocate(NAME_LENGTH);
        checkNvml("nvmlSystemGetDriverVersion",
            (int)loaded.handle("nvmlSystemGetDriverVersion").invokeExact(text, (int)NAME_LENGTH));
        print(VERSION, "driver " + text.getString(0));
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        checkNvml("nvmlDeviceGetCount_v2", (int)loaded.handle("nvmlDeviceGetCount_v2").invokeExact(number));
        final int count = Math.min(number.get(ValueLayout.JAVA_INT, 0), MAX_DEVICES);
        final MemorySegment device = arena.allocate(ValueLayout.ADDRESS);
        for (int i = 0; i < count; i++)
        {
            checkNvml("nvmlDeviceGetHandleByIndex_v2",
                (int)loaded.handle("nvmlDeviceGetHandleByIndex_v2").invokeExact(i, device));
            checkNvml("nvmlDeviceGetName", (int)loaded.handle("nvmlDeviceGetName")
                .invokeExact(device.get(ValueLayout.ADDRESS, 0), text, (int)NAME_LENGTH));
            print(DEVICE, text.getString(0));
        }
    }

    private void checkNvml(final String call, final int result) throws Throwable
    {
        if (result != 0)
        {
            final MemorySegment text = (MemorySegment)loaded.handle("nvmlErrorString").invokeExact(result);
            throw new AnsweredWithError(call + " answered " + result + " (" + text.getString(0) + ")");
        }
    }

    private void askOpenCl() throws Throwable
    {
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment platforms = arena.allocate(ValueLayout.ADDRESS, MAX_DEVICES);
        final int result = (int)loaded.handle("clGetPlatformIDs").invokeExact(MAX_DEVICES, platforms, number);
        final int count = Math.min(number.get(ValueLayout.JAVA_INT, 0), MAX_DEVICES);
        if (result == CL_PLATFORM_NOT_FOUND || result == 0 && count == 0)
        {
            throw new AnsweredWithError("no platform: no vendor's ICD is installed (/etc/OpenCL/vendors)");
        }
        checkOpenCl("clGetPlatformIDs", result);
        for (int i = 0; i < count; i++)
        {
            final MemorySegment platform = platforms.getAtIndex(ValueLayout.ADDRESS, i);
            final String name = openClText("clGetPlatformInfo", platform, CL_PLATFORM_NAME);
            if (i == 0)
            {
                // What PoCL was built with follows after a comma.
                print(VERSION, openClText("clGetPlatformInfo", platform, CL_PLATFORM_VERSION).split(",")[0]);
            }
            askPlatform(platform, name);
        }
    }

    private void askPlatform(final MemorySegment platform, final String name) throws Throwable
    {
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment devices = arena.allocate(ValueLayout.ADDRESS, MAX_DEVICES);
        final int result = (int)loaded.handle("clGetDeviceIDs")
            .invokeExact(platform, CL_DEVICE_TYPE_ALL, MAX_DEVICES, devices, number);
        if (result == CL_DEVICE_NOT_FOUND)
        {
            print(DEVICE, name + ": none");
            return;
        }
        checkOpenCl("clGetDeviceIDs", result);
        for (int i = 0; i < Math.min(number.get(ValueLayout.JAVA_INT, 0), MAX_DEVICES); i++)
        {
            print(DEVICE, name + ": " +
                openClText("clGetDeviceInfo", devices.getAtIndex(ValueLayout.ADDRESS, i), CL_DEVICE_NAME));
        }
    }

    private String openClText(final String call, final MemorySegment object, final int what) throws Throwable
    {
        final MemorySegment text = arena.allocate(2 * NAME_LENGTH);
        checkOpenCl(call, (int)loaded.handle(call)
            .invokeExact(object, what, 2 * NAME_LENGTH, text, MemorySegment.NULL));
        return text.getString(0);
    }

    private static void checkOpenCl(final String call, final int result) throws AnsweredWithError
    {
        if (result != 0)
        {
            throw new AnsweredWithError(call + " answered " + result);
        }
    }

    private void askOnnxRuntime()
    {
        print(VERSION, OnnxRuntimeApi.version(loaded));
        OnnxRuntimeApi.table(loaded, OnnxRuntimeApi.VERSION);
    }

    private void print(final String kind, final String text)
    {
        print(out, library, kind, text);
    }

    private static void print(final PrintStream out, final Library library, final String kind, final String text)
    {
        out.println(MARK + "\t" + library.name() + "\t" + kind + "\t" + text.replaceAll("\\s+", " ").trim());
    }

    @SuppressWarnings("restricted")
    private static String string(final MemorySegment pointer)
    {
        return pointer.get(ValueLayout.ADDRESS, 0).reinterpret(NAME_LENGTH).getString(0);
    }
}
