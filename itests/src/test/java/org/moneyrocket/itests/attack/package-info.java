// SPDX-License-Identifier: MIT
/** The built programs under attack, and killed at work. */
@NullMarked
package org.moneyrocket.itests.attack;

import org.jspecify.annotations.NullMarked;
