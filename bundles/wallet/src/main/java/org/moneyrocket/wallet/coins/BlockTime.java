// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

/**
 * Time of the block that a transaction was seen in.
 *
 * @param seconds since 1970
 * @param old whether a scan found it there, so that the block's time alone counts
 */
public record BlockTime(long seconds, boolean old) {}
