// SPDX-License-Identifier: MIT
/** Life of processes: start, end, supervision, attachment. */
@NullMarked
package org.moneyrocket.itests.process;

import org.jspecify.annotations.NullMarked;
