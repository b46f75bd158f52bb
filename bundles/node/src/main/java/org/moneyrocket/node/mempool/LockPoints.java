// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import org.moneyrocket.primitives.BlockHash;

/**
 * When relative locks (BIP68) let a transaction into a block: after this height and median time.
 *
 * @param height last height at which it is still locked, -1 if none
 * @param time last median time in seconds at which it is still locked, -1 if none
 * @param basis highest block that holds one of the inputs; the numbers hold while it is in the
 *     active chain
 */
record LockPoints(int height, long time, BlockHash basis) {}
