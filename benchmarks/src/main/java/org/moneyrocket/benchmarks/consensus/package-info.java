// SPDX-License-Identifier: MIT
/**
 * How fast the rules are, beside what they are made of: signature checks beside the bare curve,
 * trees beside bare hashing. {@link org.moneyrocket.benchmarks.consensus.ConsensusRatios} runs all
 * of it and prints the ratios.
 */
@NullMarked
package org.moneyrocket.benchmarks.consensus;

import org.jspecify.annotations.NullMarked;
