// SPDX-License-Identifier: MIT
/** Builders, regtest miner, test peer and stub clock; never shipped. */
@NullMarked
package org.moneyrocket.testkit;

import org.jspecify.annotations.NullMarked;
