// SPDX-License-Identifier: MIT
/** The page to pay from. */
@NullMarked
package org.moneyrocket.gui.page.send;

import org.jspecify.annotations.NullMarked;
