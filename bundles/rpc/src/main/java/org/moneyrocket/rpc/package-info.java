// SPDX-License-Identifier: MIT
/** JSON-RPC server and how a method is declared. */
@NullMarked
package org.moneyrocket.rpc;

import org.jspecify.annotations.NullMarked;
