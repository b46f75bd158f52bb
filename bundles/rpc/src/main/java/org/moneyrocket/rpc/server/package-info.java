// SPDX-License-Identifier: MIT
/** JSON-RPC over HTTP: who may call what, batches, and which module answers. */
@NullMarked
package org.moneyrocket.rpc.server;

import org.jspecify.annotations.NullMarked;
