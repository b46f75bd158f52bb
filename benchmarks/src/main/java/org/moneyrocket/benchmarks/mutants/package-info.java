// SPDX-License-Identifier: MIT
/**
 * Gives two programs the same wrong blocks and headers and compares what they say. Start with
 * {@link org.moneyrocket.benchmarks.mutants.CompareBlocks}.
 */
@NullMarked
package org.moneyrocket.benchmarks.mutants;

import org.jspecify.annotations.NullMarked;
