// SPDX-License-Identifier: MIT
/**
 * The verbs of the offline wallet program, which works on files without a node. Start with {@link
 * org.moneyrocket.wallet.tool.WalletTool}.
 */
@NullMarked
package org.moneyrocket.wallet.tool;

import org.jspecify.annotations.NullMarked;
