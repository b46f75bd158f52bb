// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

/** Where in a descriptor a key or script stands. */
enum KeyContext {
  TOP,
  P2SH,
  P2WPKH,
  P2WSH,
  P2TR,
  MUSIG;

  boolean allowsUncompressed() {
    return this == TOP || this == P2SH;
  }

  /** Tells whether scripts here are made of the templates that existed before taproot. */
  boolean isBeforeTaproot() {
    return this == TOP || this == P2SH || this == P2WSH;
  }
}
