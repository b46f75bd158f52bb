// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.List;

/**
 * What a process says about itself in the handshake.
 *
 * @param productVersion version of the program, for people
 * @param chain chain both sides must agree on, for example {@code main} or {@code regtest}
 * @param role what the process does: {@code node}, {@code wallet}, {@code gui} …
 * @param pid process id
 * @param instance one start of one process: unique and stable while it runs
 * @param contracts every package of contracts the process has
 */
public record Identity(
    String productVersion,
    String chain,
    String role,
    long pid,
    String instance,
    List<ContractPackage> contracts) {
  public Identity {
    contracts = List.copyOf(contracts);
  }

  /** Returns role and process, as in log lines and refusals: {@code wallet 4711}. */
  public String shortName() {
    return role + " " + pid;
  }

  @Override
  public String toString() {
    return "%s %d (version %s, chain %s)".formatted(role, pid, productVersion, chain);
  }
}
