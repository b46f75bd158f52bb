// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.List;

/** The sentences that users see while a program starts. */
public final class InitText {
  private InitText() {}

  static String purpose(Program program) {
    return switch (program) {
      case NODE ->
          "A full node for the Bitcoin network, with wallets and without a window. It is\n"
              + "used by JSON-RPC.";
      case GUI -> "A full node for the Bitcoin network with wallets and a window.";
      case WALLET -> "Wallets of a node, in a process of their own.";
      case CLI -> "Sends commands to a running node by JSON-RPC and prints its answers.";
    };
  }

  /** Returns the commands of the wallet program, one a line. */
  static String walletCommands() {
    return "Commands, which work on a wallet's file while no node has it loaded:\n\n"
        + "  info            shows what the wallet holds\n"
        + "  create          makes a new wallet\n"
        + "  dump            writes all records as text to -dumpfile\n"
        + "  createfromdump  makes a new wallet of the records in -dumpfile\n\n";
  }

  /** Returns the line on standard error for a failed start. */
  public static String error(StartException e) {
    return "Error: " + e.text();
  }

  /** Returns the line on standard error for a warning. */
  public static String warning(String sentence) {
    return "Warning: " + sentence;
  }

  static String misplaced(String option, ChainType chain) {
    return "Config setting for "
        + option
        + " only applied on "
        + chain
        + " network when in ["
        + chain
        + "] section.";
  }

  /** Says that options are missing in this version; each comes with where it was set. */
  static String notAvailable(List<String> options) {
    boolean one = options.size() == 1;
    return String.join(", ", options)
        + (one ? " is" : " are")
        + " not available yet in this version; remove "
        + (one ? "it or set it to 0." : "them or set them to 0.");
  }

  static String reducedConnections(long asked, long possible) {
    return "Reducing -maxconnections from "
        + asked
        + " to "
        + possible
        + ", because of system limitations.";
  }

  static String withoutEffect(String option) {
    return option + " is accepted but not available yet in this version: it has no effect.";
  }

  static String outOfRange(String option, String value, long least, long most) {
    return option + "=" + value + " is out of range; it takes " + least + " to " + most + ".";
  }

  static String invalidPort(String option, String value) {
    return "Invalid port specified in " + option + ": '" + value + "'";
  }

  static final String WALLET_VALUE =
      "Invalid value detected for '-wallet' or '-nowallet'. '-wallet' requires a string value,"
          + " while '-nowallet' accepts only '1' to disable all wallets";

  static final String CHECKPOINTS =
      "Option '-checkpoints' is set but checkpoints were removed. This option has no effect.";

  static final String LIMITANCESTORSIZE =
      "Option '-limitancestorsize' is given but ancestor size limits have been replaced with"
          + " cluster size limits (see -limitclustersize). This option has no effect.";

  static final String LIMITDESCENDANTSIZE =
      "Option '-limitdescendantsize' is given but descendant size limits have been replaced with"
          + " cluster size limits (see -limitclustersize). This option has no effect.";

  static final String TESTNET3 =
      "Warning: Support for testnet3 is deprecated and will be removed in an upcoming release."
          + " Consider switching to testnet4.";

  /** Joins sentences, one a line. */
  static String lines(List<String> sentences) {
    return String.join("\n", sentences);
  }
}
