// SPDX-License-Identifier: MIT
/** Tables of objects given to and received from the other process. */
@NullMarked
package org.moneyrocket.ipc.reference;

import org.jspecify.annotations.NullMarked;
