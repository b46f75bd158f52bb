// SPDX-License-Identifier: MIT
/** {@code moneyrocket shell}: a terminal for the shell of a running process. */
@NullMarked
package org.moneyrocket.cli.shell;

import org.jspecify.annotations.NullMarked;
