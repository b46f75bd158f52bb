// SPDX-License-Identifier: MIT
/** Numbers and times as people read them. */
@NullMarked
package org.moneyrocket.gui.format;

import org.jspecify.annotations.NullMarked;
