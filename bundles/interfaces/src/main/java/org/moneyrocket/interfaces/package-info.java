// SPDX-License-Identifier: MIT
/** Contracts that may cross a process. */
@NullMarked
package org.moneyrocket.interfaces;

import org.jspecify.annotations.NullMarked;
