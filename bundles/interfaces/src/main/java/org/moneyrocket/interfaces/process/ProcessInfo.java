// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

/**
 * One process.
 *
 * @param role {@code node}, {@code wallet} or {@code gui}; {@code all} when one process is all
 *     three
 * @param peer name that tells it from others of its role
 * @param startedAt milliseconds since 1970
 * @param residentBytes resident memory, -1 if unknown
 * @param state what it is doing
 * @param detail last exit code or reason, empty if there is nothing to say
 * @param restartable whether {@link ProcessControl#restart} works on it
 * @param sandbox {@code off}, {@code on} or {@code unknown}
 */
public record ProcessInfo(
    String role,
    String peer,
    long pid,
    long startedAt,
    long residentBytes,
    State state,
    String detail,
    boolean restartable,
    String sandbox) {
  /** Life of a process. */
  public enum State {
    STARTING,
    RUNNING,
    STOPPING,
    RESTARTING,
    FAILED,
    GONE
  }
}
