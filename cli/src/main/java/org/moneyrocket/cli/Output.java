// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonWriter;

/**
 * What the program prints at its end, and its status.
 *
 * @param status 0 for standard output, otherwise for standard error
 */
record Output(int status, String text) {
  private static final int WALLET_NOT_SPECIFIED = -19;

  /**
   * Shows a result: a text without quotes, anything else as JSON over several lines, null not at
   * all.
   */
  static Output result(JsonValue result) {
    if (result.isNull()) {
      return new Output(0, "");
    }
    return new Output(
        0, result instanceof JsonValue.Str str ? str.text() : JsonWriter.pretty(result, 2));
  }

  static Output failure(String message) {
    return new Output(1, "error: " + message);
  }

  /** Shows an error of the server; its code without sign is the status. */
  static Output serverError(JsonValue error, Settings settings) {
    if (!(error instanceof JsonValue.Obj)) {
      return failure(error.toJson());
    }
    StringBuilder text = new StringBuilder();
    JsonValue code = Replies.member(error, "code");
    if (!code.isNull()) {
      text.append("error code: ").append(Replies.text(code)).append('\n');
    }
    if (Replies.member(error, "message") instanceof JsonValue.Str message) {
      text.append("error message:\n").append(message.text());
    }
    int number = Replies.errorCode(error);
    if (number == WALLET_NOT_SPECIFIED) {
      String name = Program.CLI.commandName(settings.naming());
      text.append(
              " Or for the CLI, specify the \"-rpcwallet=<walletname>\" option before the command")
          .append(" (run \"")
          .append(name)
          .append(" -h\" for help or \"")
          .append(name)
          .append(" listwallets\" to see which wallets are currently loaded).");
    }
    return new Output(Math.abs(number), text.toString());
  }
}
