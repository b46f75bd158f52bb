// SPDX-License-Identifier: MIT
/** The page that runs JSON-RPC methods. */
@NullMarked
package org.moneyrocket.gui.page.console;

import org.jspecify.annotations.NullMarked;
