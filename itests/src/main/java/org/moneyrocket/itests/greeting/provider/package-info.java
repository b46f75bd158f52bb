// SPDX-License-Identifier: MIT
/** Greets. */
@NullMarked
package org.moneyrocket.itests.greeting.provider;

import org.jspecify.annotations.NullMarked;
