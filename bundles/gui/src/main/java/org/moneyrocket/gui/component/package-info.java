// SPDX-License-Identifier: MIT
/** What the window needs from the container: services that come and go. */
@NullMarked
package org.moneyrocket.gui.component;

import org.jspecify.annotations.NullMarked;
