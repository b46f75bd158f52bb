// SPDX-License-Identifier: MIT
/** The command line client. */
@NullMarked
package org.moneyrocket.cli;

import org.jspecify.annotations.NullMarked;
