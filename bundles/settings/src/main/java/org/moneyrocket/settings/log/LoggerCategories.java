// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import org.jspecify.annotations.Nullable;

/**
 * Which category the debug lines of a logger belong to, by the logger's name: a category's own
 * name, or a class.
 */
final class LoggerCategories {
  /** Packages below {@code org.moneyrocket.}; the first that fits counts. */
  private static final Object[][] PACKAGES = {
    {"ipc.", LogCategory.IPC},
    {"rpc.http.", LogCategory.HTTP},
    {"rpc.", LogCategory.RPC},
    {"node.addrman.", LogCategory.ADDRMAN},
    {"node.fees.", LogCategory.ESTIMATEFEE},
    {"node.mempool.", LogCategory.MEMPOOL},
    {"node.policy.", LogCategory.MEMPOOL},
    {"node.mining.", LogCategory.RPC},
    {"node.rpc.", LogCategory.RPC},
    {"node.index.", LogCategory.BLOCKSTORAGE},
    {"node.", LogCategory.NET},
    {"kernel.blockfile.", LogCategory.BLOCKSTORAGE},
    {"kernel.coins.", LogCategory.COINDB},
    {"kernel.snapshot.", LogCategory.COINDB},
    {"kernel.", LogCategory.VALIDATION},
    {"consensus.", LogCategory.VALIDATION},
    {"wallet.select.", LogCategory.SELECTCOINS},
    {"wallet.spend.", LogCategory.SELECTCOINS},
    {"wallet.scan.", LogCategory.SCAN},
    {"wallet.rpc.", LogCategory.RPC},
    {"wallet.", LogCategory.WALLETDB},
    {"gui.", LogCategory.QT},
    {"launcher.", LogCategory.IPC},
    {"shell.", LogCategory.IPC},
  };

  private static final String ROOT = "org.moneyrocket.";

  private LoggerCategories() {}

  /** Returns the category, or null for loggers whose debug lines are never written. */
  static @Nullable LogCategory of(String logger) {
    if (!logger.startsWith(ROOT)) {
      return LogCategory.byId(logger).orElse(null);
    }
    for (Object[] row : PACKAGES) {
      if (logger.startsWith((String) row[0], ROOT.length())) {
        return (LogCategory) row[1];
      }
    }
    return null;
  }

  /**
   * Tells whether a logger is our own: other libraries' information lines are not for operators.
   */
  static boolean isOurs(String logger) {
    return logger.startsWith(ROOT) || LogCategory.byId(logger).isPresent();
  }
}
