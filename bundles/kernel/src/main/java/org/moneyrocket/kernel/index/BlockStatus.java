// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

/** Bits of the status number that the block index database keeps for each header. */
public final class BlockStatus {
  /** The lowest three bits: how far the block was checked. */
  public static final int VALID_MASK = 7;

  /** Header accepted, all ancestors known. */
  public static final int VALID_TREE = 2;

  /** Transactions seen and checked without their inputs. */
  public static final int VALID_TRANSACTIONS = 3;

  /** Connected once, with all ancestors. */
  public static final int VALID_SCRIPTS = 5;

  /** The block is in a block file. */
  public static final int HAVE_DATA = 8;

  /** The undo data is in an undo file. */
  public static final int HAVE_UNDO = 16;

  /** Invalid, or has an invalid ancestor. */
  public static final int FAILED = 32;

  /** What older versions set on descendants of invalid blocks. */
  public static final int FAILED_CHILD = 64;

  /** Stored by a node that enforced the witness rules (BIP141). */
  public static final int OPT_WITNESS = 128;

  private BlockStatus() {}
}
