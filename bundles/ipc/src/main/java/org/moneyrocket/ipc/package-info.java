// SPDX-License-Identifier: MIT
/** Lanes: the distribution provider for Aries Remote Service Admin. */
@NullMarked
package org.moneyrocket.ipc;

import org.jspecify.annotations.NullMarked;
