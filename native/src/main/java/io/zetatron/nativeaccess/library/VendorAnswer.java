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
package io.zetatron.nativeaccess.library;

import java.util.List;

/**
 * What a library said of itself when it was asked.
 *
 * @param version that it tells; empty if it tells none.
 * @param devices that it knows, one line each.
 * @param failure why it could not be asked, or what it answered instead; empty if all went well.
 */
public record VendorAnswer(String version, List<String> devices, String failure)
{
}
