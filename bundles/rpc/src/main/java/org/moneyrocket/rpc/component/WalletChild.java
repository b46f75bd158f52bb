// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.component;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.settings.process.Role;

/**
 * The wallet process that this process starts and keeps running, as calls have to know it: they
 * wait for its first arrival, and are told when it is down. Thread-safe.
 */
final class WalletChild {
  static final String LOADING = "Loading wallet…";

  private final Supplier<@Nullable ProcessControl> processes;

  /** Set once wallet methods have been there; from then on nothing waits any more. */
  private volatile boolean arrived;

  /**
   * Makes a view.
   *
   * @param processes gives what knows the processes, null while there is nothing of the kind
   */
  WalletChild(Supplier<@Nullable ProcessControl> processes) {
    this.processes = processes;
  }

  /** Says that methods which act on wallets can be called now. */
  void arrived() {
    arrived = true;
  }

  /**
   * Returns the stage of starting as long as the wallet process starts for the first time; empty
   * when it is there, has failed at least once, or when there is none to wait for.
   */
  Optional<String> stage() {
    if (arrived) {
      return Optional.empty();
    }
    Optional<ProcessInfo> child = find();
    if (child.isPresent() && startsFirst(child.get())) {
      return Optional.of(LOADING);
    }
    return Optional.empty();
  }

  private static boolean startsFirst(ProcessInfo child) {
    // It is restarted without having failed when it was too slow, or when somebody asked for that.
    boolean coming =
        switch (child.state()) {
          case STARTING, RUNNING, RESTARTING -> true;
          case STOPPING, FAILED, GONE -> false;
        };
    return coming && child.detail().isEmpty();
  }

  /** Returns a sentence for callers while the wallet process is down or not ready again. */
  Optional<String> absence() {
    return find()
        .flatMap(
            child ->
                switch (child.state()) {
                  case STARTING, RUNNING, RESTARTING ->
                      Optional.of("The wallet process is restarting, try again in a moment");
                  case FAILED, GONE ->
                      Optional.of(
                          "The wallet process is not running"
                              + (child.detail().isEmpty() ? "" : ": it " + child.detail()));
                  case STOPPING -> Optional.empty();
                });
  }

  /** Returns the child that has the wallets, empty if this process has none. */
  private Optional<ProcessInfo> find() {
    ProcessControl known = processes.get();
    if (known == null) {
      return Optional.empty();
    }
    return known.list().stream()
        .filter(process -> process.restartable() && process.role().equals(Role.WALLET.id()))
        .findFirst();
  }
}
