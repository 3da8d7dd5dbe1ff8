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
package io.zetatron.figcom;

/**
 * Why a frame is passed over. The code is what tools and other languages see.
 */
public enum FrameFault
{
    /** Too short for the header. */
    SHORTER_THAN_HEADER(-1, "shorter than a header"),
    /** The schema's id is not FIGCOM's. */
    OTHER_SCHEMA(-2, "of another schema"),
    /** The version is above what the channel's writer declared. */
    NEWER_VERSION(-3, "of a newer version of the schema"),
    /** The block does not fit into what is there. */
    TRUNCATED(-4, "truncated"),
    /** Source or target is not this channel's. */
    OTHER_CHANNEL(-5, "for another channel"),
    /** The priority is not that of the stream it came on. */
    OTHER_LANE(-6, "of another lane"),
    /** The type of frame or payload is not what the channel carries. */
    OTHER_PAYLOAD(-7, "of a type that this channel does not carry"),
    /** A frame came before it, or was lost that must not be. */
    OUT_OF_SEQUENCE(-8, "out of sequence"),
    /** It refers to a tensor that is not there, or that the reader does not hold. */
    WRONG_TENSOR(-9, "one whose tensor is refused"),
    /** A record of a native engine's ring is of another kind. */
    OTHER_RECORD(-10, "of another kind of record"),
    /** It has a deadline, but its channel none. */
    UNEXPECTED_DEADLINE(-11, "one with a deadline on a channel without"),
    /** It is longer than its channel takes. */
    TOO_LONG(-12, "longer than its channel takes"),
    /** A native engine has no channel to the target. */
    NO_CHANNEL(-13, "for an endpoint to which no channel leads from here");

    private final int code;
    private final String text;

    FrameFault(final int code, final String text)
    {
        this.code = code;
        this.text = text;
    }

    /**
     * The fault as a number.
     *
     * @return below 0.
     */
    public int code()
    {
        return code;
    }

    /**
     * The fault in words.
     *
     * @return what follows "a frame is".
     */
    public String text()
    {
        return text;
    }
}
