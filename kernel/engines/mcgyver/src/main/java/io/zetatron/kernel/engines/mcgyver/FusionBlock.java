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
package io.zetatron.kernel.engines.mcgyver;

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.IncidentEncoder;
import io.zetatron.figcom.codec.IncidentState;
import io.zetatron.figcom.codec.ScoreDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.figcom.codec.VerdictEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.BlockState;
import io.zetatron.kernel.api.OutputPort;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins the anomalies of each row to incidents and gives the final verdict on the row.
 * <p>
 * One row can cause several messages. When an output has no room, the row is given back, and at its next coming the
 * block goes on with the message at which it stopped.
 */
final class FusionBlock implements Block
{
    /** What is still to be done for the row under way, in this order. */
    private enum Stage
    {
        CLOSE_INCIDENT, TAKE_NOTE, TELL_PLANNER, TELL_ATLAS, GIVE_VERDICT
    }

    private final DeviationHistory history;
    private BlockContext context;
    private BlockState state;
    private IncidentTracker tracker;
    private OutputPort<VerdictEncoder> verdicts;
    private OutputPort<IncidentEncoder> incidents;
    private OutputPort<IncidentEncoder> planned;
    private List<OutputPort<StreamEndedEncoder>> ended;
    private long lastRow;
    private Stage stage = Stage.TAKE_NOTE;
    private int endsSent;

    FusionBlock(final DeviationHistory history)
    {
        this.history = history;
    }

    @Override
    public String id()
    {
        return "fusion";
    }

    @Override
    public void open(final BlockContext blockContext)
    {
        context = blockContext;
        state = context.state();
        context.input("spector", new StreamOpenedDecoder(), this::onOpened);
        context.input("spector", new ScoreDecoder(), this::onScore);
        context.input("spector", new StreamEndedDecoder(), this::onEnded);
        verdicts = context.output("atlas", new VerdictEncoder());
        incidents = context.output("atlas", new IncidentEncoder());
        planned = context.output("mechlar", new IncidentEncoder());
        ended = List.of(
            context.output("atlas", new StreamEndedEncoder()),
            context.output("mechlar", new StreamEndedEncoder()));
    }

    private boolean onOpened(final FrameHeaderDecoder header, final StreamOpenedDecoder message)
    {
        final List<String> names = new ArrayList<>();
        for (final StreamOpenedDecoder.ColumnsDecoder columns = message.columns(); columns.hasNext();)
        {
            names.add(columns.next().name());
        }
        history.open(state, names);
        tracker = new IncidentTracker(history, names.size(), context.setting(McGyver.GAP_ROWS.name()));
        return true;
    }

    private boolean onScore(final FrameHeaderDecoder header, final ScoreDecoder message)
    {
        final long row = message.row();
        if (row != lastRow)
        {
            stage = tracker.isOverAt(row) ? Stage.CLOSE_INCIDENT : Stage.TAKE_NOTE;
            lastRow = row;
        }
        if (stage == Stage.CLOSE_INCIDENT && sendClosed(header))
        {
            stage = Stage.TAKE_NOTE;
        }
        if (stage == Stage.TAKE_NOTE)
        {
            stage = note(message) ? Stage.TELL_PLANNER : Stage.GIVE_VERDICT;
        }
        if (stage == Stage.TELL_PLANNER && send(planned, IncidentState.OPENED, header))
        {
            stage = Stage.TELL_ATLAS;
        }
        if (stage == Stage.TELL_ATLAS && send(incidents, IncidentState.OPENED, header))
        {
            stage = Stage.GIVE_VERDICT;
        }
        return stage == Stage.GIVE_VERDICT && sendVerdict(header, message);
    }

    /**
     * Keep what the row's columns say.
     *
     * @return true if the row begins an incident.
     */
    private boolean note(final ScoreDecoder message)
    {
        final long row = message.row();
        final boolean isAnomaly = message.anomaly() == BooleanType.YES;
        final boolean isBeginning = isAnomaly && !tracker.isOpen();
        if (isBeginning)
        {
            tracker.open(row);
        }
        if (isAnomaly)
        {
            tracker.addRow(row, message.score());
        }

        final ScoreDecoder.ColumnsDecoder columns = message.columns();
        for (int column = 0; columns.hasNext(); column++)
        {
            columns.next();
            final double deviation = columns.deviation();
            history.set(row, column, deviation);
            if (isAnomaly && columns.anomaly() == BooleanType.YES)
            {
                tracker.addColumn(row, column, deviation, columns.pattern());
            }
        }
        history.handled(row);
        if (isBeginning)
        {
            tracker.rank();
        }
        return isBeginning;
    }

    private boolean sendClosed(final FrameHeaderDecoder header)
    {
        tracker.rank();
        if (!send(incidents, IncidentState.CLOSED, header))
        {
            return false;
        }
        tracker.close();
        return true;
    }

    private boolean sendVerdict(final FrameHeaderDecoder header, final ScoreDecoder message)
    {
        final boolean isAnomaly = message.anomaly() == BooleanType.YES;
        if (verdicts.tryClaim(VerdictEncoder.BLOCK_LENGTH, message.row(), header.originTimestampNs()) < 0)
        {
            return false;
        }
        verdicts.message()
            .row(message.row())
            .score(message.score())
            .incident(isAnomaly ? tracker.incident() : 0)
            .column(message.column())
            .anomaly(message.anomaly());
        verdicts.commit();
        return true;
    }

    private boolean send(
        final OutputPort<IncidentEncoder> output, final IncidentState state, final FrameHeaderDecoder header)
    {
        final int suspects = tracker.suspectCount();
        final int length = IncidentEncoder.BLOCK_LENGTH + IncidentEncoder.SuspectsEncoder.HEADER_SIZE +
            suspects * IncidentEncoder.SuspectsEncoder.sbeBlockLength();
        if (output.tryClaim(length, tracker.incident(), header.originTimestampNs()) < 0)
        {
            return false;
        }

        final IncidentEncoder.SuspectsEncoder group = output.message()
            .incident(tracker.incident())
            .firstRow(tracker.firstRow())
            .lastRow(tracker.lastRow())
            .rows(tracker.rows())
            .peakScore(tracker.peakScore())
            .state(state)
            .pattern(tracker.pattern())
            .suspectsCount(suspects);
        for (int i = 0; i < suspects; i++)
        {
            final int column = tracker.suspect(i);
            group.next().column(column).firstRow(tracker.involvedSince(column)).weight(tracker.weight(column));
        }
        output.commit();
        return true;
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        // A stream that is stopped early ends without having been opened.
        if (tracker != null && tracker.isOpen() && !sendClosed(header))
        {
            return false;
        }
        while (endsSent < ended.size())
        {
            final OutputPort<StreamEndedEncoder> output = ended.get(endsSent);
            if (output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, message.rows(), header.originTimestampNs()) < 0)
            {
                return false;
            }
            output.message().rows(message.rows()).reason(message.reason());
            output.commit();
            endsSent++;
        }
        return true;
    }
}
