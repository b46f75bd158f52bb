// SPDX-License-Identifier: MIT
/** Frames: layout, kinds, and the writer and reader that turn a stream of bytes into messages. */
@NullMarked
package org.moneyrocket.ipc.wire;

import org.jspecify.annotations.NullMarked;
