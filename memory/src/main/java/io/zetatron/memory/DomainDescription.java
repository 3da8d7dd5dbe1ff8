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
package io.zetatron.memory;

import io.zetatron.nativeaccess.Pages;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a memory domain was to be, what it is, and why it is not the same where it is not. The state of the pages is
 * read back from the kernel at the time of asking.
 *
 * @param owner         whose memory it is.
 * @param sizeBytes     that may be handed out.
 * @param usedBytes     that have been.
 * @param backing       {@code anonymous}, or the file by which others map it.
 * @param wishedPages   page sizes in the order of preference.
 * @param pages         the page size that it has.
 * @param wishedNodes   {@code local}, {@code node N} or {@code interleave N,M}.
 * @param pagesByNode   how many of its ordinary pages are on each NUMA node.
 * @param residentBytes in memory now; {@link DomainResidency#UNKNOWN} if the kernel was not asked.
 * @param lockedBytes   that cannot leave memory; {@link DomainResidency#UNKNOWN} if the kernel was not asked.
 * @param reasons       why something is other than wished; empty if nothing is.
 */
public record DomainDescription(
    String owner,
    long sizeBytes,
    long usedBytes,
    String backing,
    List<Pages> wishedPages,
    Pages pages,
    String wishedNodes,
    Map<Integer, Long> pagesByNode,
    long residentBytes,
    long lockedBytes,
    List<String> reasons)
{
    /**
     * The whole in one line for people.
     *
     * @return the line.
     */
    public String summary()
    {
        final String nodes = residentBytes == DomainResidency.UNKNOWN ? "pages not looked at" :
            pagesByNode.isEmpty() ? "no page in memory yet" : pagesByNode.entrySet().stream()
            .map((entry) -> entry.getValue() + " on node " + entry.getKey())
            .collect(Collectors.joining(", "));
        return owner + ": " + usedBytes + " of " + sizeBytes + " bytes, " + backing + ", " + pages + " pages, " +
            wishedNodes + " (" + nodes + ")" + (lockedBytes > 0 ? ", locked" : "") +
            (reasons.isEmpty() ? "" : "; " + String.join("; ", reasons));
    }
}
