// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

/** Why a transaction left the mempool. */
public enum RemovalReason {
  EXPIRY,
  SIZE_LIMIT,
  REORG,
  BLOCK,
  CONFLICT,
  REPLACED
}
