// SPDX-License-Identifier: MIT
/** Commands for the Gogo shell. */
@NullMarked
package org.moneyrocket.shell;

import org.jspecify.annotations.NullMarked;
