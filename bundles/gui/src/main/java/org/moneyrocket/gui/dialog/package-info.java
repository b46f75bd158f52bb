// SPDX-License-Identifier: MIT
/** Dialogs: wallets, passphrases, confirmations, files. */
@NullMarked
package org.moneyrocket.gui.dialog;

import org.jspecify.annotations.NullMarked;
