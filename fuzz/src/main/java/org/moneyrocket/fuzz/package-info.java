// SPDX-License-Identifier: MIT

/** Entry points for a coverage-guided fuzzer: every decoder of bytes and texts from outside. */
@NullMarked
package org.moneyrocket.fuzz;

import org.jspecify.annotations.NullMarked;
