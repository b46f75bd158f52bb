// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

/** Which rules a script runs under, and so which hash its signatures sign. */
public enum SigVersion {
  /** Unlocking, locking and redeem scripts. */
  BASE,
  /** Scripts of version 0 witness programs (BIP143). */
  WITNESS_V0,
  /** A signature of the output key itself (BIP341); no script runs. */
  TAPROOT,
  /** Leaves of version c0 (BIP342). */
  TAPSCRIPT
}
