// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

/**
 * What somebody honest saw during an attack.
 *
 * @param slowestSeconds longest wait for an answer
 * @param answers how many there were
 * @param failures how many questions had to be asked again
 * @param answeredAtEnd false if the last question has no answer yet
 */
public record Seen(double slowestSeconds, int answers, int failures, boolean answeredAtEnd) {}
