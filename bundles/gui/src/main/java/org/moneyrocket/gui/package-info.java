// SPDX-License-Identifier: MIT
/** The window. */
@NullMarked
package org.moneyrocket.gui;

import org.jspecify.annotations.NullMarked;
