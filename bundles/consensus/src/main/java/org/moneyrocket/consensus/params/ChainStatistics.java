// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

/**
 * Known size of a chain, to estimate how far verification has come.
 *
 * @param time when it was measured, Unix seconds
 * @param transactions transactions up to then
 * @param transactionsPerSecond estimated rate after that
 */
public record ChainStatistics(long time, long transactions, double transactionsPerSecond) {}
