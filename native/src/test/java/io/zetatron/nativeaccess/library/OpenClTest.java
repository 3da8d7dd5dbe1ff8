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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The OpenCL bindings on a real implementation: PoCL, which computes on the CPU.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OpenClTest
{
    private static final String SOURCE =
        "__kernel void scale(__global const float *in, __global float *out, const float by) " +
        "{ const size_t i = get_global_id(0); out[i] = by * in[i] + (float)i; }";
    private static final int COUNT = 4096;
    private static final int PAGE_LENGTH = 4096;
    private static final float BY = 2.5f;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
    private MemorySegment device;
    private MemorySegment context;
    private MemorySegment queue;

    @BeforeEach
    void setUp()
    {
        final LibrarySearch search = LibrarySearch.ofSystem();
        assumeTrue(search.probe(Library.OPENCL).isUsable(), "no libOpenCL.so.1: apt-get install ocl-icd-libopencl1");
        search.load(Library.OPENCL);
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment platforms = arena.allocate(ValueLayout.ADDRESS, 8);
        final int found = opencl_h.clGetPlatformIDs(8, platforms, number);
        device = found == 0 ? cpu(platforms, number.get(ValueLayout.JAVA_INT, 0)) : null;
        assumeTrue(device != null, "no OpenCL platform with a CPU device: apt-get install pocl-opencl-icd");

        context = opencl_h.clCreateContext(MemorySegment.NULL, 1, pointerTo(device), MemorySegment.NULL,
            MemorySegment.NULL, result);
        check("clCreateContext");
        final MemorySegment properties = arena.allocateFrom(ValueLayout.JAVA_LONG,
            opencl_h.CL_QUEUE_PROPERTIES(), opencl_h.CL_QUEUE_PROFILING_ENABLE(), 0);
        queue = opencl_h.clCreateCommandQueueWithProperties(context, device, properties, result);
        check("clCreateCommandQueueWithProperties");
    }

    @AfterEach
    void tearDown()
    {
        if (queue != null)
        {
            check("clReleaseCommandQueue", opencl_h.clReleaseCommandQueue(queue));
            check("clReleaseContext", opencl_h.clReleaseContext(context));
        }
        arena.close();
    }

    @Test
    void shouldComputeFromSourceAndAgainFromItsBinary()
    {
        final MemorySegment fromSource = program();
        final MemorySegment sizes = arena.allocate(ValueLayout.JAVA_LONG);
        check("clGetProgramInfo", opencl_h.clGetProgramInfo(fromSource, opencl_h.CL_PROGRAM_BINARY_SIZES(),
            Long.BYTES, sizes, MemorySegment.NULL));
        final MemorySegment binary = arena.allocate(sizes.get(ValueLayout.JAVA_LONG, 0));
        assertTrue(binary.byteSize() > 0, "the program has no binary");
        check("clGetProgramInfo", opencl_h.clGetProgramInfo(fromSource, opencl_h.CL_PROGRAM_BINARIES(),
            ValueLayout.ADDRESS.byteSize(), pointerTo(binary), MemorySegment.NULL));
        launch(fromSource);

        final MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment fromBinary = opencl_h.clCreateProgramWithBinary(
            context, 1, pointerTo(device), sizes, pointerTo(binary), status, result);
        check("clCreateProgramWithBinary");
        check("binary status", status.get(ValueLayout.JAVA_INT, 0));
        build(fromBinary);
        launch(fromBinary);

        check("clReleaseProgram", opencl_h.clReleaseProgram(fromSource));
        check("clReleaseProgram", opencl_h.clReleaseProgram(fromBinary));
    }

    @Test
    void shouldKeepPointerOfHostMemory()
    {
        final MemorySegment host = arena.allocate((long)COUNT * Float.BYTES, PAGE_LENGTH);
        final MemorySegment buffer = buffer(host, opencl_h.CL_MEM_USE_HOST_PTR());

        final MemorySegment mapped = opencl_h.clEnqueueMapBuffer(queue, buffer, opencl_h.CL_TRUE(),
            opencl_h.CL_MAP_READ(), 0, host.byteSize(), 0, MemorySegment.NULL, MemorySegment.NULL, result);
        check("clEnqueueMapBuffer");

        assertEquals(host.address(), mapped.address());
        check("clEnqueueUnmapMemObject", opencl_h.clEnqueueUnmapMemObject(
            queue, buffer, mapped, 0, MemorySegment.NULL, MemorySegment.NULL));
        check("clFinish", opencl_h.clFinish(queue));
        check("clReleaseMemObject", opencl_h.clReleaseMemObject(buffer));
    }

    @Test
    void shouldAnswerThatThereIsNoAccelerator()
    {
        final MemorySegment platform = arena.allocate(ValueLayout.ADDRESS);
        check("clGetDeviceInfo", opencl_h.clGetDeviceInfo(device, 0x1031, ValueLayout.ADDRESS.byteSize(), platform,
            MemorySegment.NULL));
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment devices = arena.allocate(ValueLayout.ADDRESS);

        final int answer = opencl_h.clGetDeviceIDs(platform.get(ValueLayout.ADDRESS, 0),
            opencl_h.CL_DEVICE_TYPE_ACCELERATOR(), 1, devices, number);

        assumeTrue(answer != 0, "this platform has an accelerator");
        assertEquals(opencl_h.CL_DEVICE_NOT_FOUND(), answer);
    }

    @Test
    void shouldSayWhyProgramIsNotBuilt()
    {
        final MemorySegment program = opencl_h.clCreateProgramWithSource(
            context, 1, pointerTo(arena.allocateFrom("__kernel void broken(")), MemorySegment.NULL, result);
        check("clCreateProgramWithSource");

        final int answer = opencl_h.clBuildProgram(
            program, 1, pointerTo(device), MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);

        assertEquals(opencl_h.CL_BUILD_PROGRAM_FAILURE(), answer);
        assertTrue(buildLog(program).contains("error"), buildLog(program));
        check("clReleaseProgram", opencl_h.clReleaseProgram(program));
    }

    private void launch(final MemorySegment program)
    {
        final MemorySegment kernel = opencl_h.clCreateKernel(program, arena.allocateFrom("scale"), result);
        check("clCreateKernel");
        final MemorySegment in = arena.allocate((long)COUNT * Float.BYTES, PAGE_LENGTH);
        final MemorySegment out = arena.allocate((long)COUNT * Float.BYTES, PAGE_LENGTH);
        for (int i = 0; i < COUNT; i++)
        {
            in.setAtIndex(ValueLayout.JAVA_FLOAT, i, i / 7f);
        }
        final MemorySegment inBuffer = buffer(in, opencl_h.CL_MEM_USE_HOST_PTR());
        final MemorySegment outBuffer = buffer(out, opencl_h.CL_MEM_USE_HOST_PTR());
        final long pointerLength = ValueLayout.ADDRESS.byteSize();
        check("clSetKernelArg", opencl_h.clSetKernelArg(kernel, 0, pointerLength, pointerTo(inBuffer)));
        check("clSetKernelArg", opencl_h.clSetKernelArg(kernel, 1, pointerLength, pointerTo(outBuffer)));
        check("clSetKernelArg", opencl_h.clSetKernelArg(
            kernel, 2, Float.BYTES, arena.allocateFrom(ValueLayout.JAVA_FLOAT, BY)));
        final MemorySegment event = arena.allocate(ValueLayout.ADDRESS);
        check("clEnqueueNDRangeKernel", opencl_h.clEnqueueNDRangeKernel(queue, kernel, 1, MemorySegment.NULL,
            arena.allocateFrom(ValueLayout.JAVA_LONG, COUNT), MemorySegment.NULL, 0, MemorySegment.NULL, event));
        check("clWaitForEvents", opencl_h.clWaitForEvents(1, event));
        checkTimes(event.get(ValueLayout.ADDRESS, 0));

        check("clEnqueueReadBuffer", opencl_h.clEnqueueReadBuffer(queue, outBuffer, opencl_h.CL_TRUE(), 0,
            out.byteSize(), out, 0, MemorySegment.NULL, MemorySegment.NULL));
        for (int i = 0; i < COUNT; i++)
        {
            assertEquals(BY * (i / 7f) + i, out.getAtIndex(ValueLayout.JAVA_FLOAT, i), 0.01f, "element " + i);
        }
        check("clReleaseEvent", opencl_h.clReleaseEvent(event.get(ValueLayout.ADDRESS, 0)));
        check("clReleaseMemObject", opencl_h.clReleaseMemObject(inBuffer));
        check("clReleaseMemObject", opencl_h.clReleaseMemObject(outBuffer));
        check("clReleaseKernel", opencl_h.clReleaseKernel(kernel));
    }

    private void checkTimes(final MemorySegment event)
    {
        long before = 1;
        for (final int what : new int[]{opencl_h.CL_PROFILING_COMMAND_QUEUED(), opencl_h.CL_PROFILING_COMMAND_SUBMIT(),
            opencl_h.CL_PROFILING_COMMAND_START(), opencl_h.CL_PROFILING_COMMAND_END()})
        {
            final MemorySegment timeNs = arena.allocate(ValueLayout.JAVA_LONG);
            check("clGetEventProfilingInfo", opencl_h.clGetEventProfilingInfo(
                event, what, Long.BYTES, timeNs, MemorySegment.NULL));
            assertTrue(timeNs.get(ValueLayout.JAVA_LONG, 0) >= before, "event times go backwards at " + what);
            before = timeNs.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private MemorySegment program()
    {
        final MemorySegment program = opencl_h.clCreateProgramWithSource(
            context, 1, pointerTo(arena.allocateFrom(SOURCE)), MemorySegment.NULL, result);
        check("clCreateProgramWithSource");
        build(program);
        return program;
    }

    private void build(final MemorySegment program)
    {
        final int answer = opencl_h.clBuildProgram(
            program, 1, pointerTo(device), MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);
        assertEquals(opencl_h.CL_SUCCESS(), answer, () -> buildLog(program));
    }

    private String buildLog(final MemorySegment program)
    {
        final MemorySegment log = arena.allocate(65_536);
        check("clGetProgramBuildInfo", opencl_h.clGetProgramBuildInfo(
            program, device, opencl_h.CL_PROGRAM_BUILD_LOG(), log.byteSize(), log, MemorySegment.NULL));
        return log.getString(0);
    }

    private MemorySegment buffer(final MemorySegment host, final long flags)
    {
        final MemorySegment buffer = opencl_h.clCreateBuffer(
            context, flags | opencl_h.CL_MEM_READ_WRITE(), host.byteSize(), host, result);
        check("clCreateBuffer");
        return buffer;
    }

    private MemorySegment cpu(final MemorySegment platforms, final int count)
    {
        final MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment devices = arena.allocate(ValueLayout.ADDRESS);
        for (int i = 0; i < count; i++)
        {
            if (opencl_h.clGetDeviceIDs(platforms.getAtIndex(ValueLayout.ADDRESS, i), opencl_h.CL_DEVICE_TYPE_CPU(), 1,
                devices, number) == 0)
            {
                return devices.get(ValueLayout.ADDRESS, 0);
            }
        }

        return null;
    }

    private MemorySegment pointerTo(final MemorySegment segment)
    {
        return arena.allocateFrom(ValueLayout.ADDRESS, segment);
    }

    private void check(final String call)
    {
        check(call, result.get(ValueLayout.JAVA_INT, 0));
    }

    private static void check(final String call, final int answer)
    {
        assertEquals(opencl_h.CL_SUCCESS(), answer, call);
    }
}
