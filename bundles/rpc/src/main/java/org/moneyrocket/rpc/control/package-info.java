// SPDX-License-Identifier: MIT
/** Methods about the server itself. */
@NullMarked
package org.moneyrocket.rpc.control;

import org.jspecify.annotations.NullMarked;
