// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.List;

/**
 * A window of the history, newest first.
 *
 * @param total number of entries that match
 * @param revision revision of the wallet it was taken at
 */
public record TxPage(List<TxEntry> entries, int total, long revision) {}
