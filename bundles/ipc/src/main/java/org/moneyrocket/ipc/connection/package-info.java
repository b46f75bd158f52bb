// SPDX-License-Identifier: MIT
/**
 * Connections between two processes: control lane, call lanes, event lanes, loss and cancellation.
 */
@NullMarked
package org.moneyrocket.ipc.connection;

import org.jspecify.annotations.NullMarked;
