// SPDX-License-Identifier: MIT
/** The same components in one container and in two. */
@NullMarked
package org.moneyrocket.itests.container;

import org.jspecify.annotations.NullMarked;
