// SPDX-License-Identifier: MIT
/** The conversation with an attached terminal, and how values are printed. */
@NullMarked
package org.moneyrocket.shell.session;

import org.jspecify.annotations.NullMarked;
