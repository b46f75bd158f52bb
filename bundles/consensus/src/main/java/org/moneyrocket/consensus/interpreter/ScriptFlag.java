// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

/**
 * A rule for running scripts that may be on or off. The ordinal is the number of its bit in {@link
 * ScriptFlags}; names are those of RPC and of the published vectors.
 */
public enum ScriptFlag {
  /** The redeem script of a script hash output is run (BIP16). */
  P2SH,
  /** Signatures and keys of every encoding but the standard ones fail. */
  STRICTENC,
  /** A signature that is not empty must be strict DER (BIP66). */
  DERSIG,
  /** The S of a signature must not exceed half the order. */
  LOW_S,
  /** The extra element that CHECKMULTISIG takes must be empty (BIP147). */
  NULLDUMMY,
  /** The unlocking script may only push. */
  SIGPUSHONLY,
  /** Pushes and numbers must be as short as possible. */
  MINIMALDATA,
  /** NOP1 and NOP4 to NOP10 fail. */
  DISCOURAGE_UPGRADABLE_NOPS,
  /** Exactly one element must be left; needs P2SH and WITNESS too. */
  CLEANSTACK,
  /** OP_CHECKLOCKTIMEVERIFY is in force (BIP65). */
  CHECKLOCKTIMEVERIFY,
  /** OP_CHECKSEQUENCEVERIFY is in force (BIP112). */
  CHECKSEQUENCEVERIFY,
  /** Witness programs are run (BIP141); needs P2SH too. */
  WITNESS,
  /** Witness programs of unknown versions fail. */
  DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
  /** The argument of IF and NOTIF in version 0 scripts is empty or 01. */
  MINIMALIF,
  /** A signature check may only fail with an empty signature (BIP146). */
  NULLFAIL,
  /** Keys in version 0 scripts must be compressed. */
  WITNESS_PUBKEYTYPE,
  /** CODESEPARATOR and signatures inside the script code of legacy scripts fail. */
  CONST_SCRIPTCODE,
  /** Taproot outputs are run (BIP341, BIP342). */
  TAPROOT,
  /** Leaf versions that are not known fail. */
  DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
  /** OP_SUCCESS opcodes fail. */
  DISCOURAGE_OP_SUCCESS,
  /** Keys of unknown size in tapscript fail. */
  DISCOURAGE_UPGRADABLE_PUBKEYTYPE;

  int mask() {
    return 1 << ordinal();
  }
}
