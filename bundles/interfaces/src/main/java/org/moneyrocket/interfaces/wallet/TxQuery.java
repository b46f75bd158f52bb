// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;

/**
 * Which entries of the history.
 *
 * @param text part of an address, label or txid; empty for all
 * @param limit 1 to 1,000
 */
public record TxQuery(
    String text, Optional<TxEntry.Kind> kind, long fromTime, long toTime, int offset, int limit) {
  public static TxQuery newest(int limit) {
    return new TxQuery("", Optional.empty(), 0, Long.MAX_VALUE, 0, limit);
  }
}
