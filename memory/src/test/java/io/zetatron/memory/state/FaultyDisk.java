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
package io.zetatron.memory.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk one of whose steps fails. Either that one step fails, as on a full disk, or the process has ended before it:
 * then nothing is done any more.
 */
final class FaultyDisk implements CheckpointDisk
{
    enum Fault
    {
        /**
         * The step fails, after having written some of what it was to write.
         */
        FAILURE,
        /**
         * The step fails, and all that follow do.
         */
        FAILURE_FOR_GOOD,
        /**
         * The process ends before the step; of what it was to write, some has been.
         */
        END
    }

    /**
     * The end of the process, as far as a test can have it.
     */
    static final class EndedException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    final List<String> steps = new ArrayList<>();
    private Fault fault = Fault.FAILURE;
    private int at = Integer.MAX_VALUE;
    private boolean hasEnded;

    /**
     * Let the n-th step from now on fail.
     *
     * @param step n, from 1 on.
     */
    void arm(final Fault next, final int step)
    {
        fault = next;
        at = step;
        steps.clear();
    }

    void disarm()
    {
        at = Integer.MAX_VALUE;
    }

    boolean hasStruck()
    {
        return steps.size() >= at;
    }

    private boolean strikes(final String step)
    {
        if (hasEnded)
        {
            throw new EndedException();
        }
        steps.add(step);
        return steps.size() == at || fault == Fault.FAILURE_FOR_GOOD && steps.size() > at;
    }

    private void strike() throws IOException
    {
        if (fault == Fault.END)
        {
            hasEnded = true;
            throw new EndedException();
        }
        throw new IOException("No space left on device");
    }

    private void step(final String step) throws IOException
    {
        if (strikes(step))
        {
            strike();
        }
    }

    @Override
    public Output create(final Path file) throws IOException
    {
        step("create");
        final Output output = SYSTEM.create(file);
        return new Output()
        {
            @Override
            public void write(final ByteBuffer data) throws IOException
            {
                if (strikes("write"))
                {
                    output.write(data.limit(data.position() + data.remaining() / 2));
                    strike();
                }
                output.write(data);
            }

            @Override
            public void force() throws IOException
            {
                step("force");
                output.force();
            }

            @Override
            public void close() throws IOException
            {
                output.close();
                step("close");
            }
        };
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException
    {
        step("rename");
        SYSTEM.rename(from, to);
    }

    @Override
    public void delete(final Path file) throws IOException
    {
        step("delete");
        SYSTEM.delete(file);
    }

    @Override
    public void forceFolder(final Path folder) throws IOException
    {
        step("forceFolder");
        SYSTEM.forceFolder(folder);
    }
}
