// SPDX-License-Identifier: MIT
/**
 * How a JSON-RPC method is declared and run. Write a class that implements {@link
 * org.moneyrocket.rpc.RpcMethod}, describe it with {@link org.moneyrocket.rpc.MethodSpec}, put it
 * into a {@link org.moneyrocket.rpc.RpcTable} and register the table as service.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.rpc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
