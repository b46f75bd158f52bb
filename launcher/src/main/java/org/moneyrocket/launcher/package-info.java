// SPDX-License-Identifier: MIT
/** Main classes of the long-running programs. */
@NullMarked
package org.moneyrocket.launcher;

import org.jspecify.annotations.NullMarked;
