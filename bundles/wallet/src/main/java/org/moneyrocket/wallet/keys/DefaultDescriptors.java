// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.key.ExtendedPublicKey;

/** The descriptors every wallet with a seed has: one for each kind of address and branch. */
public final class DefaultDescriptors {
  /** Kinds of address a wallet makes by itself, in the order in which descriptors are made. */
  static final OutputType[] TYPES = {
    OutputType.LEGACY, OutputType.P2SH_SEGWIT, OutputType.BECH32, OutputType.BECH32M
  };

  private DefaultDescriptors() {}

  /**
   * Returns the descriptor of a kind and branch (BIP44, BIP49, BIP84, BIP86).
   *
   * @param testChain whether coin type 1 is used
   * @param internal whether it is the branch for change
   */
  static Descriptor of(
      ExtendedPublicKey master,
      OutputType type,
      boolean internal,
      boolean testChain,
      ChainFormat format) {
    int purpose =
        switch (type) {
          case LEGACY -> 44;
          case P2SH_SEGWIT -> 49;
          case BECH32 -> 84;
          case BECH32M -> 86;
          case UNKNOWN -> throw new IllegalArgumentException("no such kind of address");
        };
    String key =
        format.encodeExtended(master)
            + "/"
            + purpose
            + "h/"
            + (testChain ? 1 : 0)
            + "h/0h/"
            + (internal ? 1 : 0)
            + "/*";
    String text =
        switch (type) {
          case LEGACY -> "pkh(" + key + ")";
          case P2SH_SEGWIT -> "sh(wpkh(" + key + "))";
          case BECH32 -> "wpkh(" + key + ")";
          case BECH32M -> "tr(" + key + ")";
          case UNKNOWN -> throw new IllegalArgumentException("no such kind of address");
        };
    try {
      return Descriptor.parse(text, format, false).descriptors().get(0);
    } catch (DescriptorException e) {
      throw new IllegalStateException("our own descriptor cannot be read", e);
    }
  }
}
