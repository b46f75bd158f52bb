// SPDX-License-Identifier: MIT
/** The page to be paid with: addresses and QR codes. */
@NullMarked
package org.moneyrocket.gui.page.receive;

import org.jspecify.annotations.NullMarked;
