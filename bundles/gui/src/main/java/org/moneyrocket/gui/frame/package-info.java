// SPDX-License-Identifier: MIT
/** The window around the pages: navigation, banners, status bar, start and end. */
@NullMarked
package org.moneyrocket.gui.frame;

import org.jspecify.annotations.NullMarked;
