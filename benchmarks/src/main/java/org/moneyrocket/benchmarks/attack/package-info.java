// SPDX-License-Identifier: MIT
/**
 * Attacks on a node with what anyone can send who reaches its ports, and what the honest notice
 * meanwhile. Start with {@link org.moneyrocket.benchmarks.attack.AttackTable} (two programs side by
 * side) and {@link org.moneyrocket.benchmarks.attack.Attack} (what there is).
 */
@NullMarked
package org.moneyrocket.benchmarks.attack;

import org.jspecify.annotations.NullMarked;
