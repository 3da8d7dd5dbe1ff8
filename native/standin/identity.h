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
/*
 * What the two stand-ins say alike of their devices: device i of one is device i of the other.
 */
#ifndef STANDIN_IDENTITY_H
#define STANDIN_IDENTITY_H

enum
{
    IDENTITY_MAX_DEVICES = 8,
    IDENTITY_DEVICES = 1,
    IDENTITY_PCI_DOMAIN = 0,
    IDENTITY_PCI_FIRST_BUS = 0x41,
    IDENTITY_PCI_DEVICE = 0
};

#define IDENTITY_NAME "ZetaTron stand-in device"
#define IDENTITY_MEMORY_BYTES (256LL * 1024 * 1024)

/* The UUID's bytes; the last is the device's number. */
#define IDENTITY_UUID {0x5a, 0x54, 0x00, 0x00, 0x73, 0x74, 0x61, 0x6e, 0x64, 0x2d, 0x69, 0x6e, 0x00, 0x00, 0x00, 0x00}

#ifdef STANDIN_OLD
#define IDENTITY_DRIVER_VERSION 11000
#else
#define IDENTITY_DRIVER_VERSION 13000
#endif

#endif
