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
package io.zetatron.kernel.runtime.sink;

import io.zetatron.figcom.codec.ResultDecoder;

import java.io.IOException;

/**
 * Takes results in input order. One thread calls it.
 */
public interface ResultWriter extends AutoCloseable
{
    /**
     * Takes results and keeps none.
     */
    ResultWriter NONE = new ResultWriter()
    {
        @Override
        public void write(final ResultDecoder result)
        {
        }

        @Override
        public void flush()
        {
        }

        @Override
        public void complete()
        {
        }

        @Override
        public String interrupted()
        {
            return "";
        }

        @Override
        public void close()
        {
        }
    };

    /**
     * Write one result.
     *
     * @param result that is valid during the call only.
     * @throws IOException if it cannot be written.
     */
    void write(ResultDecoder result) throws IOException;

    /**
     * Let everything that was written be seen, because nothing else is there to be written now.
     *
     * @throws IOException if it cannot be written.
     */
    void flush() throws IOException;

    /**
     * All results have been written: the output is whole, and may be given its name.
     *
     * @throws IOException if it cannot be.
     */
    void complete() throws IOException;

    /**
     * What a person should know about an output that is not whole.
     *
     * @return one line; empty if there is nothing to say.
     */
    String interrupted();

    @Override
    void close() throws IOException;
}
