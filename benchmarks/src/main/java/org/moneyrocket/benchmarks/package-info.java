// SPDX-License-Identifier: MIT
/** Measurements, always as a ratio in one run. */
@NullMarked
package org.moneyrocket.benchmarks;

import org.jspecify.annotations.NullMarked;
