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
/**
 * What an engine compiles against: the engine itself, its blocks, their typed ports and their context.
 * <p>
 * An engine is found by {@link java.util.ServiceLoader} as a provider of {@link io.zetatron.kernel.api.Engine}. It
 * meets the world only through its ports, its memory domain and the global state.
 */
package io.zetatron.kernel.api;
