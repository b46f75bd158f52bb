// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

/**
 * How far unconfirmed coins may be used.
 *
 * @param ancestors limit of the node
 * @param descendants limit of the node
 * @param spendZeroConfChange whether unconfirmed change may be used at all
 * @param rejectLongChains whether chains longer than the limits are avoided
 */
public record SelectionLimits(
    int ancestors, int descendants, boolean spendZeroConfChange, boolean rejectLongChains) {
  public static final SelectionLimits DEFAULT = new SelectionLimits(25, 25, true, true);
}
