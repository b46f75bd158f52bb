// SPDX-License-Identifier: MIT
/** Processes and places: child processes, sockets in the file system, and who connects to whom. */
@NullMarked
package org.moneyrocket.ipc.spawn;

import org.jspecify.annotations.NullMarked;
