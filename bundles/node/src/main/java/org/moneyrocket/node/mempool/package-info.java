// SPDX-License-Identifier: MIT
/**
 * Unconfirmed transactions: how one gets in ({@link org.moneyrocket.node.mempool.Admission}), where
 * they are kept ({@link org.moneyrocket.node.mempool.Mempool}) and in which order they would be
 * mined ({@link org.moneyrocket.node.mempool.TxGraph}).
 */
@NullMarked
package org.moneyrocket.node.mempool;

import org.jspecify.annotations.NullMarked;
