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

import io.zetatron.bindings.onnxruntime.OrtApiBase;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The way to ONNX Runtime's functions, which are not symbols but places in a table, one table for each release.
 */
public final class OnnxRuntimeApi
{
    /** The oldest release, 1.24, whose table has all functions that are bound. Later ones have it too. */
    public static final int VERSION = 24;

    /** More than any release's table has. */
    private static final long MAX_FUNCTIONS = 4096;

    private OnnxRuntimeApi()
    {
    }

    /**
     * The version that the library tells.
     *
     * @param library that was loaded.
     * @return for example {@code 1.29.0}.
     */
    public static String version(final LoadedLibrary library)
    {
        final MemorySegment base = base(library);
        return OrtApiBase.GetVersionString.invoke(OrtApiBase.GetVersionString(base)).getString(0);
    }

    /**
     * The table of one release.
     *
     * @param library that was loaded.
     * @param version of the table, such as {@link #VERSION}.
     * @return the table; {@code onnxruntime_h.OrtApi_NAME()} is a function's place in it.
     * @throws LibraryException if the library is older than that.
     */
    @SuppressWarnings("restricted")
    public static MemorySegment table(final LoadedLibrary library, final int version)
    {
        final MemorySegment table = OrtApiBase.GetApi.invoke(OrtApiBase.GetApi(base(library)), version);
        if (table.address() == 0)
        {
            throw new LibraryException(Library.ONNXRUNTIME, "ONNX Runtime " + version(library) + " in " +
                library.path() + " has no functions of release 1." + version +
                ". What to do: take release 1." + version + " or later");
        }
        return table.reinterpret(MAX_FUNCTIONS * ValueLayout.ADDRESS.byteSize());
    }

    private static MemorySegment base(final LoadedLibrary library)
    {
        try
        {
            return (MemorySegment)library.handle("OrtGetApiBase").invokeExact();
        }
        catch (final RuntimeException | Error ex)
        {
            throw ex;
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException("OrtGetApiBase failed: " + ex, ex);
        }
    }
}
