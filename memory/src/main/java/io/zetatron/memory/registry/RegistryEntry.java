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
package io.zetatron.memory.registry;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * One entry of a {@link Registry}: kind, name and version are its key, the rest is what the registry says about it. The
 * registry keeps what it is given; it does not look at the path or the process.
 *
 * @param kind               of thing.
 * @param name               1 to {@value #MAX_NAME_BYTES} bytes of UTF-8.
 * @param version            of the thing, as its owner counts.
 * @param path               where it lies; at most {@value #MAX_PATH_BYTES} bytes of UTF-8, may be empty.
 * @param lengthBytes        of it, 0 or more.
 * @param hash               of it, as its owner spells it; at most {@value #MAX_HASH_BYTES} bytes, may be empty.
 * @param sequence           number of the checkpoint, or whatever else orders things of the kind; 0 or more.
 * @param createdEpochMs     wall-clock time at which it was made.
 * @param modifiedEpochMs    wall-clock time at which it was last changed.
 * @param ownerPid           process that holds it; 0 for none.
 * @param ownerStartEpochMs  when that process started, because process ids come again; 0 if not known.
 */
public record RegistryEntry(
    EntryKind kind,
    String name,
    long version,
    String path,
    long lengthBytes,
    String hash,
    long sequence,
    long createdEpochMs,
    long modifiedEpochMs,
    long ownerPid,
    long ownerStartEpochMs)
{
    /**
     * Longest name, in bytes of UTF-8.
     */
    public static final int MAX_NAME_BYTES = 128;
    /**
     * Longest path, in bytes of UTF-8.
     */
    public static final int MAX_PATH_BYTES = 1024;
    /**
     * Longest hash, in bytes of UTF-8: a SHA-512 in hexadecimal.
     */
    public static final int MAX_HASH_BYTES = 128;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the field, its value and its bound.
     */
    public RegistryEntry
    {
        Objects.requireNonNull(kind, "kind");
        checkName(name);
        checkText("path", path, 0, MAX_PATH_BYTES);
        checkText("hash", hash, 0, MAX_HASH_BYTES);
        checkNotNegative("lengthBytes", lengthBytes);
        checkNotNegative("sequence", sequence);
        checkNotNegative("ownerPid", ownerPid);
    }

    /**
     * An entry that nobody owns yet, made and changed at one time.
     *
     * @param kind        of thing.
     * @param name        of it.
     * @param version     of it.
     * @param path        where it lies.
     * @param lengthBytes of it.
     * @param hash        of it.
     * @param sequence    of it.
     * @param nowEpochMs  wall-clock time.
     * @return the entry.
     */
    public static RegistryEntry of(
        final EntryKind kind,
        final String name,
        final long version,
        final String path,
        final long lengthBytes,
        final String hash,
        final long sequence,
        final long nowEpochMs)
    {
        return new RegistryEntry(
            kind, name, version, path, lengthBytes, hash, sequence, nowEpochMs, nowEpochMs, 0, 0);
    }

    /**
     * The same with an owner.
     *
     * @param process that holds it.
     * @return another entry.
     */
    public RegistryEntry ownedBy(final ProcessHandle process)
    {
        return new RegistryEntry(
            kind, name, version, path, lengthBytes, hash, sequence, createdEpochMs, modifiedEpochMs,
            process.pid(), startEpochMs(process));
    }

    /**
     * The key as people read it.
     *
     * @return kind, name and version.
     */
    public String title()
    {
        return title(kind, name, version);
    }

    static String title(final EntryKind kind, final String name, final long version)
    {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name + " version " + version;
    }

    static void checkName(final String name)
    {
        checkText("name", name, 1, MAX_NAME_BYTES);
    }

    static long startEpochMs(final ProcessHandle process)
    {
        return process.info().startInstant().map((start) -> start.toEpochMilli()).orElse(0L);
    }

    private static void checkText(final String field, final String text, final int least, final int most)
    {
        Objects.requireNonNull(text, field);
        final int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length < least || length > most)
        {
            throw new IllegalArgumentException(
                "registry entry: " + field + " of " + length + " bytes of UTF-8 must have " + least + " to " + most +
                ": " + excerpt(text));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text))
        {
            throw new IllegalArgumentException(
                "registry entry: " + field + " is not valid Unicode and would come back as another: " + excerpt(text));
        }
    }

    private static void checkNotNegative(final String field, final long value)
    {
        if (value < 0)
        {
            throw new IllegalArgumentException("registry entry: " + field + " of " + value + " must be 0 or more");
        }
    }

    private static String excerpt(final String text)
    {
        final int most = 40;
        return "'" + (text.length() <= most ? text : text.substring(0, most) + "...") + "'";
    }
}
