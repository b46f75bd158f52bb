// SPDX-License-Identifier: MIT
/** Calls between two processes, measured against a ping-pong in C on the same kind of socket. */
@NullMarked
package org.moneyrocket.benchmarks.ipc;

import org.jspecify.annotations.NullMarked;
