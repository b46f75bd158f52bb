// SPDX-License-Identifier: MIT
/** Commands for the Gogo shell; loaded only when somebody attaches. */
@NullMarked
package org.moneyrocket.shell;

import org.jspecify.annotations.NullMarked;
