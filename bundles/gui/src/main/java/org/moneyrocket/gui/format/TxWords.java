// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import static org.moneyrocket.gui.text.Text.t;

import org.moneyrocket.interfaces.wallet.TxEntry;

/** What has become of a transaction, in words. */
public final class TxWords {
  /** Confirmations after which a mined coin can be spent: in the block after the hundredth. */
  private static final int MATURITY = 101;

  private TxWords() {}

  public static String state(TxEntry entry) {
    if (entry.abandoned()) {
      return t("abandoned");
    }
    if (entry.replacedBy().isPresent()) {
      return t("replaced");
    }
    if (entry.kind() == TxEntry.Kind.ORPHAN) {
      return t("orphaned");
    }
    if (entry.confirmations() < 0) {
      return t("in conflict");
    }
    if (entry.kind() == TxEntry.Kind.IMMATURE) {
      int left = Math.max(1, MATURITY - entry.confirmations());
      return left == 1 ? t("matures in 1 block") : t("matures in %,d blocks", left);
    }
    return switch (entry.confirmations()) {
      case 0 -> t("unconfirmed");
      case 1 -> t("1 confirmation");
      default -> t("%,d confirmations", entry.confirmations());
    };
  }
}
