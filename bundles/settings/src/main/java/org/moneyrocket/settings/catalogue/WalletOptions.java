// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;
import static org.moneyrocket.settings.OptionFlag.NO_NEGATION;
import static org.moneyrocket.settings.OptionFlag.SECTION_ONLY;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Wallets. */
public final class WalletOptions {
  private static final Topic WALLET =
      new Topic(OptionCategory.WALLET, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic COMMAND = new Topic(OptionCategory.WALLET_COMMANDS, Program.WALLET);
  private static final Topic DEBUG =
      new Topic(OptionCategory.WALLET_DEBUG, Program.NODE, Program.GUI, Program.WALLET);

  public static final Option<String> ADDRESSTYPE =
      WALLET.text(
          "-addresstype=<type>",
          "bech32",
          "Addresses to hand out: legacy, p2sh-segwit, bech32, bech32m");
  public static final Option<Boolean> AVOIDPARTIALSPENDS =
      WALLET.flag(
          "-avoidpartialspends", false, "Spend all coins of an address together or none of them");
  public static final Option<String> CHANGETYPE =
      WALLET.text(
          "-changetype=<type>",
          "",
          "Kind of change address: legacy, p2sh-segwit, bech32, bech32m (default: like the"
              + " payment)");
  public static final Option<Long> CONSOLIDATEFEERATE =
      WALLET.amount(
          "-consolidatefeerate=<amt>",
          10_000,
          "Fee rate in BTC/kvB up to which more inputs than needed are spent");
  public static final Option<Boolean> DISABLEWALLET =
      WALLET.flag("-disablewallet", false, "Run without wallets and their RPC methods");
  public static final Option<Long> DISCARDFEE =
      WALLET.amount(
          "-discardfee=<amt>",
          10_000,
          "Change that costs more than its value at this fee rate in BTC/kvB goes to the fee");
  public static final Option<Long> FALLBACKFEE =
      WALLET.amount(
          "-fallbackfee=<amt>",
          0,
          "Fee rate in BTC/kvB when none can be estimated; 0 refuses to guess");
  public static final Option<Long> KEYPOOL =
      WALLET.number("-keypool=<n>", 1000, "Keys to derive ahead");
  public static final Option<Long> MAXAPSFEE =
      WALLET.amount("-maxapsfee=<n>", 0, "Fee in BTC that avoiding partial spends may cost more");
  public static final Option<Long> MAXTXFEE =
      WALLET.amount("-maxtxfee=<amt>", 10_000_000, "Highest fee of one transaction in BTC");
  public static final Option<Long> MINTXFEE =
      WALLET.amount("-mintxfee=<amt>", 1000, "Lowest fee rate in BTC/kvB of own transactions");
  public static final Option<String> SIGNER =
      WALLET.text(
          "-signer=<cmd>",
          "",
          "Program that speaks with hardware signers; its words are separated by blanks");
  public static final Option<Boolean> SPENDZEROCONFCHANGE =
      WALLET.flag("-spendzeroconfchange", true, "Spend change before it is confirmed");
  public static final Option<Long> TXCONFIRMTARGET =
      WALLET.number(
          "-txconfirmtarget=<n>", 6, "Blocks within which own transactions should confirm");
  public static final Option<List<String>> WALLET_NAMES =
      WALLET.list(
          "-wallet=<path>",
          "Wallet to load, a name or path below the wallet directory; -nowallet loads none. May be"
              + " repeated.",
          SECTION_ONLY);
  public static final Option<Boolean> WALLETBROADCAST =
      WALLET.flag("-walletbroadcast", true, "Send own transactions to the network");
  public static final Option<String> WALLETDIR =
      WALLET.path(
          "-walletdir=<dir>",
          "",
          "Directory that holds the wallets (default: <datadir>/wallets if it exists, otherwise"
              + " <datadir>)",
          SECTION_ONLY);
  public static final Option<String> WALLETNOTIFY =
      WALLET.text(
          "-walletnotify=<cmd>",
          "",
          "Command to run when a wallet transaction changes: %s is its id, %w the wallet, %b the"
              + " block, %h the height");
  public static final Option<Boolean> WALLETRBF =
      WALLET.flag("-walletrbf", true, "Deprecated: make own transactions replaceable");
  public static final Option<Boolean> UNSAFESQLITESYNC =
      DEBUG.flag(
          "-unsafesqlitesync",
          false,
          "Do not wait for the disk; a crash of the machine may destroy wallets",
          DEBUG_ONLY);
  public static final Option<Boolean> WALLETREJECTLONGCHAINS =
      DEBUG.flag(
          "-walletrejectlongchains",
          true,
          "Make no transactions that would exceed the mempool's limits for chains",
          DEBUG_ONLY);

  public static final Option<Boolean> WALLETCROSSCHAIN =
      DEBUG.flag("-walletcrosschain", false, "Open wallet files of other chains", DEBUG_ONLY);

  public static final Option<String> DUMPFILE =
      COMMAND.path(
          "-dumpfile=<file>",
          "",
          "With dump, the file that the records are written to; with createfromdump, the one that"
              + " they are read from",
          NO_NEGATION);

  private WalletOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(WALLET.options(), DEBUG.options(), COMMAND.options());
  }
}
