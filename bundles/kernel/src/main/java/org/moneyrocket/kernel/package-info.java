// SPDX-License-Identifier: MIT
/** Chain state, disk format and the chain lock. */
@NullMarked
package org.moneyrocket.kernel;

import org.jspecify.annotations.NullMarked;
