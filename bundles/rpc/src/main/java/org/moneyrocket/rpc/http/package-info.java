// SPDX-License-Identifier: MIT
/** A small HTTP/1.1 server with a bounded number of workers and a bounded queue. */
@NullMarked
package org.moneyrocket.rpc.http;

import org.jspecify.annotations.NullMarked;
