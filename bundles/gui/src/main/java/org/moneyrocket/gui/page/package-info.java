// SPDX-License-Identifier: MIT
/** What a page of the window is. */
@NullMarked
package org.moneyrocket.gui.page;

import org.jspecify.annotations.NullMarked;
