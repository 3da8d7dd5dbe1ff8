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
package io.zetatron.kernel.runtime.source.csv;

import java.nio.charset.StandardCharsets;

/**
 * Knows files that are no text by how they begin, to say what they are instead of tripping over their bytes.
 */
final class FileKind
{
    /**
     * How many bytes are enough to tell.
     */
    static final int HEAD_LENGTH_BYTES = 10;

    private static final int FIRST_PRINTABLE = 0x20;

    private FileKind()
    {
    }

    /**
     * Say why these bytes are not the beginning of a text in UTF-8.
     *
     * @param head   what the input begins with.
     * @param length how many bytes of it there are.
     * @param title  of the input, as a command line would have it.
     * @return what it is and what to do, to be read on after the title; null if it may be text.
     */
    static String refusal(final byte[] head, final int length, final String title)
    {
        final String start = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        final String compressed = compressed(start, title);
        if (compressed != null)
        {
            return compressed;
        }
        if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff"))
        {
            return "is UTF-16 text: convert it to UTF-8 first, e.g. iconv -f UTF-16 -t UTF-8 " + title +
                " | zetatron run --input -";
        }
        return container(start);
    }

    private static String compressed(final String start, final String title)
    {
        if (start.startsWith("\u001f\u008b"))
        {
            return uncompress("gzip", "zcat", title);
        }
        if (start.startsWith("\u0028\u00b5\u002f\u00fd"))
        {
            return uncompress("zstd", "zstdcat", title);
        }
        if (start.startsWith("\u00fd7zXZ\0"))
        {
            return uncompress("xz", "xzcat", title);
        }
        return start.startsWith("BZh") && start.startsWith("1AY&SY", 4) ? uncompress("bzip2", "bzcat", title) : null;
    }

    private static String uncompress(final String kind, final String command, final String title)
    {
        return "is " + kind + "-compressed: uncompress it first, e.g. " + command + " " + title +
            " | zetatron run --input -";
    }

    private static String container(final String start)
    {
        if (start.startsWith("PK\u0003\u0004"))
        {
            return start.contains("xl/") || start.contains("[Content_Types].xml") ?
                "is an Excel workbook (.xlsx): save the sheet as CSV first" :
                "is a zip archive: unpack it first, e.g. unzip -p FILE.zip | zetatron run --input -";
        }
        if (start.startsWith("\u00d0\u00cf\u0011\u00e0"))
        {
            return "is an Excel workbook (.xls): save the sheet as CSV first";
        }
        // A header may well begin with the letters PAR1; in a Parquet file a Thrift field header follows.
        final boolean parquet = start.startsWith("PAR1") && start.length() > 4 && start.charAt(4) < FIRST_PRINTABLE &&
            "\t\n\r".indexOf(start.charAt(4)) < 0;
        return parquet ? "is a Parquet file: export it as CSV first" : null;
    }
}
