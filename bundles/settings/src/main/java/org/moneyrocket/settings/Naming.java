// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which file names are the default: our own, or Bitcoin Core's, so that its scripts and test suites
 * run unchanged.
 */
public enum Naming {
  MONEYROCKET("moneyrocket.conf", "moneyrocketd.pid", ".moneyrocket", "Moneyrocket"),
  BITCOIN("bitcoin.conf", "bitcoind.pid", ".bitcoin", "Bitcoin");

  /** System property that chooses; value {@code bitcoin} or {@code moneyrocket}. */
  public static final String PROPERTY = "moneyrocket.naming";

  /**
   * Environment variable that chooses when the property is absent; the launchers in {@code compat/}
   * set it.
   */
  public static final String VARIABLE = "MONEYROCKET_NAMING";

  private final String configFile;
  private final String pidFile;
  private final String unixDirectory;
  private final String appDirectory;

  Naming(String configFile, String pidFile, String unixDirectory, String appDirectory) {
    this.configFile = configFile;
    this.pidFile = pidFile;
    this.unixDirectory = unixDirectory;
    this.appDirectory = appDirectory;
  }

  /** Returns the default of {@code -conf}. */
  public String configFile() {
    return configFile;
  }

  /** Returns the default of {@code -pid}. */
  public String pidFile() {
    return pidFile;
  }

  /** Returns the default data directory's name below the home directory. */
  public String unixDirectory() {
    return unixDirectory;
  }

  /** Returns the default data directory's name below macOS's and Windows' application data. */
  public String appDirectory() {
    return appDirectory;
  }

  /** Returns what this process was told to use. */
  public static Naming ofProcess() {
    return choose(System.getProperty(PROPERTY), System.getenv());
  }

  static Naming choose(@Nullable String property, Map<String, String> environment) {
    String chosen = property != null ? property : environment.getOrDefault(VARIABLE, "");
    return chosen.toLowerCase(Locale.ROOT).equals("bitcoin") ? BITCOIN : MONEYROCKET;
  }
}
