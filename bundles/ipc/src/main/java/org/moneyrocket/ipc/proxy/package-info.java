// SPDX-License-Identifier: MIT
/** Local stand-ins for objects of the other process. */
@NullMarked
package org.moneyrocket.ipc.proxy;

import org.jspecify.annotations.NullMarked;
