// SPDX-License-Identifier: MIT
/**
 * Whole chains through whole programs: {@link org.moneyrocket.benchmarks.chain.ChainGenerator}
 * makes a signed regtest chain, {@link org.moneyrocket.benchmarks.chain.SideBySide} lets two
 * programs validate it in turns.
 */
@NullMarked
package org.moneyrocket.benchmarks.chain;

import org.jspecify.annotations.NullMarked;
