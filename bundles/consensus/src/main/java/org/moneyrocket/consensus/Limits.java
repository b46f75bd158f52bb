// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

/** Numbers that every chain shares. */
public final class Limits {
  /** Most weight of a block (BIP141). */
  public static final int MAX_BLOCK_WEIGHT = 4_000_000;

  /** Most bytes of a serialized block. */
  public static final int MAX_BLOCK_SERIALIZED_SIZE = 4_000_000;

  /** Most signature operations of a block, in cost units (BIP141). */
  public static final int MAX_BLOCK_SIGOPS_COST = 80_000;

  /** What a byte or signature operation outside the witness counts. */
  public static final int WITNESS_SCALE_FACTOR = 4;

  /** How many blocks deep a coinbase must be before it can be spent. */
  public static final int COINBASE_MATURITY = 100;

  /** How far a block's time may lie ahead of the clock, in seconds. */
  public static final int MAX_FUTURE_BLOCK_TIME = 2 * 60 * 60;

  /** How far the first block of a period may lie before its parent, in seconds (BIP94). */
  public static final int MAX_TIMEWARP = 600;

  /** Lock times below are heights, others Unix times. */
  public static final int LOCKTIME_THRESHOLD = 500_000_000;

  /** Smallest weight of a transaction that can be valid. */
  public static final int MIN_TRANSACTION_WEIGHT = WITNESS_SCALE_FACTOR * 60;

  /** Smallest weight of a transaction that can be written down. */
  public static final int MIN_SERIALIZABLE_TRANSACTION_WEIGHT = WITNESS_SCALE_FACTOR * 10;

  /** Sequence bit that switches the relative lock time off (BIP68). */
  public static final int SEQUENCE_LOCKTIME_DISABLE_FLAG = 1 << 31;

  /** Sequence bit for relative lock times in units of 512 seconds instead of blocks (BIP68). */
  public static final int SEQUENCE_LOCKTIME_TYPE_FLAG = 1 << 22;

  /** Sequence bits that hold the relative lock time (BIP68). */
  public static final int SEQUENCE_LOCKTIME_MASK = 0xffff;

  /** Two to this many seconds are one unit of a relative lock time (BIP68). */
  public static final int SEQUENCE_LOCKTIME_GRANULARITY = 9;

  private Limits() {}
}
