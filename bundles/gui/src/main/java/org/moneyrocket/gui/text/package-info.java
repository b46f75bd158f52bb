// SPDX-License-Identifier: MIT
/** What the window says, and in which language. */
@NullMarked
package org.moneyrocket.gui.text;

import org.jspecify.annotations.NullMarked;
