// SPDX-License-Identifier: MIT
/** What a whole node does, in every wiring. */
@NullMarked
package org.moneyrocket.itests.feature;

import org.jspecify.annotations.NullMarked;
