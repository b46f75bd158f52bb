// SPDX-License-Identifier: MIT
/** Contracts for tests: one method for each shape of argument. */
@NullMarked
package org.moneyrocket.ipc.shapes;

import org.jspecify.annotations.NullMarked;
