// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.nio.file.Path;
import org.moneyrocket.settings.DataDirectory;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first lines of the log: which program, which files, which settings. */
final class StartLog {
  private static final Logger log = LoggerFactory.getLogger(StartLog.class);

  private StartLog() {}

  static void write(Settings settings) {
    log.info("{} version {}", Product.NAME, Product.fullVersion());
    log.info(
        "Java {} ({}) on {} {}",
        System.getProperty("java.runtime.version"),
        System.getProperty("java.vm.name"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
    Path defaultBase =
        DataDirectory.defaultBase(
            settings.naming(), System.getenv(), System.getProperty("os.name", ""));
    log.info("Default data directory {}", defaultBase);
    log.info("Using data directory {}", settings.dataDirectory().chain());
    settings
        .configFile()
        .ifPresentOrElse(
            path ->
                log.info(
                    settings.isConfigFileRead()
                        ? "Config file: {}"
                        : "Config file: {} (not found, skipping)",
                    path),
            () -> log.info("Config file: <disabled>"));
    log.info("Start-up cache used: {}", cache());
  }

  static void writeCache(CacheDirectory cache) {
    for (String refused : cache.refused()) {
      log.info("Not used for the cache: {}", refused);
    }
    log.info("Using cache directory {}", cache.path());
  }

  /**
   * Returns whether the virtual machine runs with what it remembers of earlier starts. The script
   * that started it says what it asked for; the virtual machine says whether it shares.
   */
  static String cache() {
    return cache(
        System.getProperty("moneyrocket.startcache", "no: not started by a script of ours"),
        System.getProperty("java.vm.info", ""));
  }

  static String cache(String asked, String machine) {
    if (asked.startsWith("no:")) {
      return asked;
    }
    return machine.contains("sharing")
        ? asked
        : "no: " + asked + " does not fit this machine or these files; libexec/train.sh renews it";
  }
}
