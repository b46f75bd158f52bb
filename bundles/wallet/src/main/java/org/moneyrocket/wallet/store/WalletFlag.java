// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.Optional;

/** Properties of a wallet, one bit each. */
public enum WalletFlag {
  AVOID_REUSE(0, "avoid_reuse", true),
  KEY_ORIGIN_METADATA(1, "key_origin_metadata", false),
  LAST_HARDENED_XPUB_CACHED(2, "last_hardened_xpub_cached", false),
  DISABLE_PRIVATE_KEYS(32, "disable_private_keys", false),
  BLANK(33, "blank", false),
  DESCRIPTORS(34, "descriptor_wallet", false),
  EXTERNAL_SIGNER(35, "external_signer", false);

  private final int bit;
  private final String text;
  private final boolean mutable;

  WalletFlag(int bit, String text, boolean mutable) {
    this.bit = bit;
    this.text = text;
    this.mutable = mutable;
  }

  public long mask() {
    return 1L << bit;
  }

  public int bit() {
    return bit;
  }

  /** Returns the name in RPC. */
  public String text() {
    return text;
  }

  /** Tells whether it may change after the wallet was made. */
  public boolean mutable() {
    return mutable;
  }

  public boolean in(long flags) {
    return (flags & mask()) != 0;
  }

  public static Optional<WalletFlag> byText(String text) {
    for (WalletFlag flag : values()) {
      if (flag.text.equals(text)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }

  /** Tells whether {@code flags} has a bit above 31 that is not known: the wallet is too new. */
  public static boolean tooNew(long flags) {
    long known = 0;
    for (WalletFlag flag : values()) {
      known |= flag.mask();
    }
    return (flags & ~known & 0xffffffff00000000L) != 0;
  }
}
