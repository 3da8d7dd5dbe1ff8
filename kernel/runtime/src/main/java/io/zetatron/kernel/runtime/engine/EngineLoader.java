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
package io.zetatron.kernel.runtime.engine;

import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.runtime.KernelException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds the engines.
 */
public final class EngineLoader
{
    private EngineLoader()
    {
    }

    /**
     * Make one of each engine that the class path provides.
     *
     * @return the engines, sorted by id.
     * @throws KernelException if there is none, one cannot be made, or two have the same id.
     */
    public static List<Engine> load()
    {
        final List<Engine> engines = new ArrayList<>();
        try
        {
            ServiceLoader.load(Engine.class).forEach(engines::add);
        }
        catch (final ServiceConfigurationError ex)
        {
            throw new KernelException("an engine cannot be loaded: " + ex.getMessage(), ex);
        }
        if (engines.isEmpty())
        {
            throw new KernelException("no engine was found; is this the runnable jar, built by ./zetatron?");
        }

        final Map<String, Engine> byId = new HashMap<>();
        for (final Engine engine : engines)
        {
            final Engine other = byId.put(engine.descriptor().id(), engine);
            if (other != null)
            {
                throw new KernelException("two engines have the id " + engine.descriptor().id() + ": " +
                    other.getClass().getName() + " and " + engine.getClass().getName());
            }
        }
        engines.sort(Comparator.comparing((engine) -> engine.descriptor().id()));
        return List.copyOf(engines);
    }
}
