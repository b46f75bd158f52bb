// SPDX-License-Identifier: MIT
/** The page with the processes. */
@NullMarked
package org.moneyrocket.gui.page.processes;

import org.jspecify.annotations.NullMarked;
