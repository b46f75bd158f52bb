// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.TxState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the command of {@code -walletnotify} for a changed transaction. */
final class NotifyCommand {
  private static final Logger log = LoggerFactory.getLogger(NotifyCommand.class);

  private final String command;
  private final String walletName;

  /**
   * @param command shell command with placeholders; empty for none
   */
  NotifyCommand(String command, String walletName) {
    this.command = command;
    this.walletName = walletName;
  }

  void run(WalletTx tx) {
    if (command.isEmpty()) {
      return;
    }
    String line = fill(tx);
    Thread.ofPlatform().daemon().name("wallet-notify").start(() -> execute(line));
  }

  /** Returns the command with its placeholders filled in. */
  String fill(WalletTx tx) {
    String block = "unconfirmed";
    String height = "-1";
    if (tx.state() instanceof TxState.Confirmed confirmed) {
      block = confirmed.block().toString();
      height = Integer.toString(confirmed.height());
    }
    return command
        .replace("%s", tx.txid().toString())
        .replace("%b", block)
        .replace("%h", height)
        .replace("%w", quote(walletName));
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\"'\"'") + "'";
  }

  private static void execute(String line) {
    try {
      Process process =
          new ProcessBuilder("/bin/sh", "-c", line)
              .redirectInput(Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      int status = process.waitFor();
      if (status != 0) {
        log.warn("runCommand error: system({}) returned {}", line, status);
      }
    } catch (IOException e) {
      log.warn("-walletnotify cannot run {}: {}", line, IoText.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
