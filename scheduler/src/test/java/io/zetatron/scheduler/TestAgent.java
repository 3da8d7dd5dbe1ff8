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
package io.zetatron.scheduler;

import org.agrona.concurrent.Agent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An agent that writes down what is asked of it.
 */
class TestAgent implements Agent
{
    final List<String> calls;
    final CountDownLatch closed = new CountDownLatch(1);
    TestLoop loop;
    private final String name;

    TestAgent(final String name)
    {
        this(name, new CopyOnWriteArrayList<>());
    }

    TestAgent(final String name, final List<String> calls)
    {
        this.name = name;
        this.calls = calls;
    }

    @Override
    public void onStart()
    {
        calls.add(name + " starts");
    }

    @Override
    public int doWork() throws Exception
    {
        calls.add(name + " works");
        return 0;
    }

    @Override
    public void onClose()
    {
        calls.add(name + " closes");
        closed.countDown();
    }

    @Override
    public String roleName()
    {
        return name;
    }
}
