// SPDX-License-Identifier: MIT
/** Sockets and their buffers: descriptors, system calls and the transport below a lane. */
@NullMarked
package org.moneyrocket.ipc.lane;

import org.jspecify.annotations.NullMarked;
