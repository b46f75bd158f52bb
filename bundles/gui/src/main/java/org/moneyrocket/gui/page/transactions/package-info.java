// SPDX-License-Identifier: MIT
/** The page with the history. */
@NullMarked
package org.moneyrocket.gui.page.transactions;

import org.jspecify.annotations.NullMarked;
