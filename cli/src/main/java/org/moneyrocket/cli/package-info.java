// SPDX-License-Identifier: MIT
/** The command-line client: one request to a running node, its answer on standard output. */
@NullMarked
package org.moneyrocket.cli;

import org.jspecify.annotations.NullMarked;
