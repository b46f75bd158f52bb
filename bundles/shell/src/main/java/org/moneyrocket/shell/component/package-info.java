// SPDX-License-Identifier: MIT
/** The commands, one class for each scope; a method returns a value and the session prints it. */
@NullMarked
package org.moneyrocket.shell.component;

import org.jspecify.annotations.NullMarked;
