// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.List;
import org.moneyrocket.script.miniscript.Fragment;

/** The hashes whose preimages a PSBT can carry, in the order of their key types from 0a on. */
final class Preimages {
  static final int FIRST_TYPE = 0x0a;
  static final List<Fragment> HASHES =
      List.of(Fragment.RIPEMD160, Fragment.SHA256, Fragment.HASH160, Fragment.HASH256);

  private Preimages() {}

  static int hashBytes(Fragment hash) {
    return hash == Fragment.SHA256 || hash == Fragment.HASH256 ? 32 : 20;
  }

  /** Returns the name of the field in errors. */
  static String label(Fragment hash) {
    return "Input "
        + switch (hash) {
          case RIPEMD160 -> "RIPEMD160";
          case SHA256 -> "SHA256";
          case HASH160 -> "Hash160";
          default -> "Hash256";
        }
        + " Preimage";
  }
}
