// SPDX-License-Identifier: MIT
/** Wants to be greeted. */
@NullMarked
package org.moneyrocket.itests.greeting.consumer;

import org.jspecify.annotations.NullMarked;
