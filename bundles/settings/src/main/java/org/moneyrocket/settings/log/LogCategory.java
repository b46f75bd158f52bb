// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.util.Locale;
import java.util.Optional;

/** Topics whose debug lines can be switched on one by one, in alphabetical order. */
public enum LogCategory {
  ADDRMAN,
  BENCH,
  BLOCKSTORAGE,
  CMPCTBLOCK,
  COINDB,
  ESTIMATEFEE,
  HTTP,
  I2P,
  IPC,
  KERNEL,
  LEVELDB,
  MEMPOOL,
  MEMPOOLREJ,
  NET,
  PRIVATEBROADCAST,
  PROXY,
  PRUNE,
  QT,
  RAND,
  REINDEX,
  RPC,
  SCAN,
  SELECTCOINS,
  TOR,
  TXPACKAGES,
  TXRECONCILIATION,
  VALIDATION,
  WALLETDB,
  ZMQ;

  private final String id = name().toLowerCase(Locale.ROOT);

  /** Returns the name used in options, by RPC and in the log. */
  public String id() {
    return id;
  }

  /** Finds a category by {@link #id()}. */
  public static Optional<LogCategory> byId(String id) {
    for (LogCategory category : values()) {
      if (category.id.equals(id)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }

  /** Returns all names, separated by comma and blank. */
  public static String ids() {
    StringBuilder ids = new StringBuilder();
    for (LogCategory category : values()) {
      ids.append(ids.isEmpty() ? "" : ", ").append(category.id);
    }
    return ids.toString();
  }
}
