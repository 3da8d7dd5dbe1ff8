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
package io.zetatron.kernel.engines.spector;

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.Pattern;
import io.zetatron.figcom.codec.SampleDecoder;
import io.zetatron.figcom.codec.ScoreEncoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.figcom.codec.StreamOpenedEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.BlockState;
import io.zetatron.kernel.api.OutputPort;

import java.util.ArrayList;
import java.util.List;

/**
 * Scores each row: every column beside its own past, the row as its worst column.
 */
final class DetectionBlock implements Block
{
    /** Values of earlier rows in a duty cycle: about as long as a message or two takes. */
    private static final int PRIMED_VALUES = 128;

    private final ValueHistory history;
    private BlockContext context;
    private BlockState state;
    private OutputPort<StreamOpenedEncoder> opened;
    private OutputPort<ScoreEncoder> scores;
    private OutputPort<StreamEndedEncoder> ended;
    private ColumnDetector[] detectors;
    private long primedRow;

    DetectionBlock(final ValueHistory history)
    {
        this.history = history;
    }

    @Override
    public String id()
    {
        return "detection";
    }

    @Override
    public void open(final BlockContext blockContext)
    {
        context = blockContext;
        state = context.state();
        context.input("atlas", new StreamOpenedDecoder(), this::onOpened);
        context.input("atlas", new SampleDecoder(), this::onSample);
        context.input("atlas", new StreamEndedDecoder(), this::onEnded);
        opened = context.output("mcgyver", new StreamOpenedEncoder());
        scores = context.output("mcgyver", new ScoreEncoder());
        ended = context.output("mcgyver", new StreamEndedEncoder());
    }

    private boolean onOpened(final FrameHeaderDecoder header, final StreamOpenedDecoder message)
    {
        final int bodyLength = message.sbeDecodedLength();
        if (opened.tryClaim(bodyLength, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }
        opened.message().buffer().putBytes(opened.message().offset(), message.buffer(), message.offset(), bodyLength);
        opened.commit();

        final List<String> names = names(message.columns());
        final int columns = names.size();
        final boolean isLive = message.live() == BooleanType.YES;
        final long seed = context.setting(Spector.SEED.name());
        detectors = new ColumnDetector[columns];
        for (int i = 0; i < columns; i++)
        {
            detectors[i] = new ColumnDetector(ColumnDetectorSettings.forColumn(i, columns, isLive), seed + i);
        }
        history.open(state, (int)context.setting(Spector.HISTORY_ROWS.name()), names);
        primedRow = history.firstRow() - 1;
        return true;
    }

    private static List<String> names(final StreamOpenedDecoder.ColumnsDecoder columns)
    {
        final List<String> names = new ArrayList<>();
        while (columns.hasNext())
        {
            names.add(columns.next().name());
        }
        return names;
    }

    /**
     * Show the detectors what is left of earlier runs, a piece at a time, so that other blocks have their turns.
     */
    @Override
    public int doWork(final long nowNs)
    {
        if (isPrimed())
        {
            return 0;
        }
        final long last = Math.min(0, primedRow + Math.max(1, PRIMED_VALUES / detectors.length));
        while (primedRow < last)
        {
            primedRow++;
            for (int column = 0; column < detectors.length; column++)
            {
                detectors[column].accept(history.time(primedRow), history.get(primedRow, column));
            }
        }
        return 1;
    }

    private boolean isPrimed()
    {
        return primedRow >= 0;
    }

    private boolean onSample(final FrameHeaderDecoder header, final SampleDecoder message)
    {
        if (!isPrimed())
        {
            return false;
        }
        final int columns = detectors.length;
        final int length = ScoreEncoder.BLOCK_LENGTH + ScoreEncoder.ColumnsEncoder.HEADER_SIZE +
            columns * ScoreEncoder.ColumnsEncoder.sbeBlockLength();
        if (scores.tryClaim(length, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }

        final int worst = judge(message);
        final ScoreEncoder score = scores.message()
            .row(message.row())
            .timestampNs(message.timestampNs());
        if (worst < 0)
        {
            score.score(0).anomaly(BooleanType.NO).column(ScoreEncoder.columnNullValue());
        }
        else
        {
            score.score(detectors[worst].score()).anomaly(flag(detectors[worst].anomaly())).column(worst);
        }
        encodeColumns(score.columnsCount(columns));
        scores.commit();
        return true;
    }

    /**
     * Show the row to every column's detector.
     *
     * @return the index of the worst column, or -1 if all values are missing.
     */
    private int judge(final SampleDecoder message)
    {
        final long row = message.row();
        final long timestampNs = message.timestampNs();
        int worst = -1;
        int column = 0;
        history.setTime(row, timestampNs);
        for (final SampleDecoder.ValuesDecoder values = message.values(); values.hasNext(); column++)
        {
            final double value = values.next().value();
            history.set(row, column, value);
            detectors[column].accept(timestampNs, value);
            if (!Double.isNaN(value) && (worst < 0 || detectors[column].score() > detectors[worst].score()))
            {
                worst = column;
            }
        }
        history.handled(row);
        return worst;
    }

    private void encodeColumns(final ScoreEncoder.ColumnsEncoder group)
    {
        for (final ColumnDetector detector : detectors)
        {
            group.next()
                .deviation(detector.deviation())
                .score((float)detector.score())
                .anomaly(flag(detector.anomaly()))
                .pattern(pattern(detector.kind()));
        }
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        if (ended.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }
        ended.message().rows(message.rows()).reason(message.reason());
        ended.commit();
        return true;
    }

    private static BooleanType flag(final boolean value)
    {
        return value ? BooleanType.YES : BooleanType.NO;
    }

    private static Pattern pattern(final AnomalyKind kind)
    {
        return switch (kind)
        {
            case NONE -> Pattern.NONE;
            case SPIKE -> Pattern.SPIKE;
            case SHIFT -> Pattern.SHIFT;
            case DROPOUT -> Pattern.DROPOUT;
            case VARIANCE -> Pattern.VARIANCE;
            case PATTERN -> Pattern.SHAPE;
        };
    }
}
