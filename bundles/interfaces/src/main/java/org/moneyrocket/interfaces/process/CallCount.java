// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

/**
 * How often a method was called over connections.
 *
 * @param outgoing true for calls this process made, false for calls it served
 * @param totalNanos time of all calls together
 * @param maxNanos time of the slowest
 * @param bytes request and answer frames of all calls together
 */
public record CallCount(
    String contract,
    String method,
    boolean outgoing,
    long calls,
    long failures,
    long totalNanos,
    long maxNanos,
    long bytes) {}
