// SPDX-License-Identifier: MIT
/** Stand-ins for node, wallet and processes. */
@NullMarked
package org.moneyrocket.gui.fake;

import org.jspecify.annotations.NullMarked;
