// SPDX-License-Identifier: MIT
/** Small parts that pages and dialogs are made of. */
@NullMarked
package org.moneyrocket.gui.widget;

import org.jspecify.annotations.NullMarked;
