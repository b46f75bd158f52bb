// SPDX-License-Identifier: MIT
/** The page with connected nodes and bans. */
@NullMarked
package org.moneyrocket.gui.page.peers;

import org.jspecify.annotations.NullMarked;
