// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

/**
 * What kind of fault made something invalid, and so what follows for whoever sent it. Blocks use
 * the first group and {@link #CONSENSUS}, transactions the second and {@link #CONSENSUS}.
 */
public enum Blame {
  /** A rule that everybody enforces is broken. */
  CONSENSUS,

  // Blocks and headers.

  /** The block was found invalid before. */
  CACHED_INVALID,
  /** The header itself is wrong. */
  INVALID_HEADER,
  /** The data does not belong to the header; another peer may have the right data. */
  MUTATED,
  /** The parent is not known. */
  MISSING_PREV,
  /** The parent is invalid. */
  INVALID_PREV,
  /** The time lies too far ahead; it may be valid later. */
  TIME_FUTURE,
  /** The chain has too little work to be worth keeping. */
  HEADER_LOW_WORK,

  // Transactions.

  /** What it spends is not standard. */
  INPUTS_NOT_STANDARD,
  /** It is not standard itself. */
  NOT_STANDARD,
  /** What it spends is not known, or spent. */
  MISSING_INPUTS,
  /** It spends something, or is itself, too early. */
  PREMATURE_SPEND,
  /** The witness may have been altered on the way. */
  WITNESS_MUTATED,
  /** The witness may have been left out on the way. */
  WITNESS_STRIPPED,
  /** It is known already, or contradicts something that is. */
  CONFLICT,
  /** It does not fit the limits of the memory pool. */
  MEMPOOL_POLICY,
  /** There is no memory pool. */
  NO_MEMPOOL,
  /** It pays too little alone, but may come again in a package. */
  RECONSIDERABLE,
  /** It was not looked at because something else in its package failed. */
  UNKNOWN
}
