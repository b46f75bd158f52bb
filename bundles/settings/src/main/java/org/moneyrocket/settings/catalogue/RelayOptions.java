// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Mempool limits and what is relayed. */
public final class RelayOptions {
  private static final Topic MEMPOOL = new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI);
  private static final Topic RELAY = new Topic(OptionCategory.RELAY, Program.NODE, Program.GUI);
  private static final Topic WALLET_TOO =
      new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic DEBUG = new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI);

  public static final Option<Long> MAXMEMPOOL =
      MEMPOOL.number("-maxmempool=<n>", 300, "Size of the mempool in megabytes");
  public static final Option<Long> MEMPOOLEXPIRY =
      MEMPOOL.number(
          "-mempoolexpiry=<n>", 336, "Hours after which a transaction leaves the mempool");
  public static final Option<Boolean> PERSISTMEMPOOL =
      MEMPOOL.flag("-persistmempool", true, "Save the mempool at the end and load it at the start");
  public static final Option<Boolean> ACCEPTNONSTDTXN =
      RELAY.flag(
          "-acceptnonstdtxn",
          false,
          "Relay and mine transactions of unusual form; test chains only",
          DEBUG_ONLY);
  public static final Option<Long> INCREMENTALRELAYFEE =
      RELAY.amount(
          "-incrementalrelayfee=<amt>",
          100,
          "Fee rate in BTC/kvB that a replacement pays on top, and the step of the mempool's"
              + " minimum",
          DEBUG_ONLY);
  public static final Option<Long> DUSTRELAYFEE =
      RELAY.amount(
          "-dustrelayfee=<amt>",
          3000,
          "Fee rate in BTC/kvB at which spending an output decides whether it is dust",
          DEBUG_ONLY);
  public static final Option<Long> BYTESPERSIGOP =
      RELAY.number("-bytespersigop=<n>", 20, "Virtual bytes that a signature operation counts");
  public static final Option<Boolean> DATACARRIER =
      RELAY.flag("-datacarrier", true, "Relay and mine transactions with data outputs");
  public static final Option<Long> DATACARRIERSIZE =
      RELAY.number(
          "-datacarriersize=<n>", 100_000, "Most bytes in all data outputs of a transaction");
  public static final Option<Boolean> PERMITBAREMULTISIG =
      RELAY.flag(
          "-permitbaremultisig", true, "Relay transactions with multisig outputs without P2SH");
  public static final Option<Long> MINRELAYTXFEE =
      RELAY.amount(
          "-minrelaytxfee=<amt>",
          100,
          "Fee rate in BTC/kvB below which a transaction counts as free");
  public static final Option<Long> TXSENDRATE =
      RELAY.number(
          "-txsendrate=<n>",
          14,
          "Transactions a second that are announced to peers which come to us, on average, 1 to"
              + " 1000",
          DEBUG_ONLY);
  public static final Option<Boolean> WHITELISTFORCERELAY =
      RELAY.flag(
          "-whitelistforcerelay",
          false,
          "Give peers with default permissions also forcerelay: their transactions are relayed even"
              + " when they are in the mempool already");
  public static final Option<Boolean> WHITELISTRELAY =
      RELAY.flag(
          "-whitelistrelay",
          true,
          "Give peers with default permissions also relay: their transactions are taken even when"
              + " others' are not");
  public static final Option<Long> LIMITCLUSTERCOUNT =
      DEBUG.number(
          "-limitclustercount=<n>",
          64,
          "Most transactions in a cluster of the mempool, at most 64",
          DEBUG_ONLY);
  public static final Option<Long> LIMITCLUSTERSIZE =
      DEBUG.number(
          "-limitclustersize=<n>",
          101,
          "Largest size of a cluster of the mempool in kilobytes",
          DEBUG_ONLY);
  public static final Option<Long> LIMITANCESTORCOUNT =
      WALLET_TOO.number(
          "-limitancestorcount=<n>",
          25,
          "Deprecated; only the wallet's coin selection looks at it",
          DEBUG_ONLY);
  public static final Option<Long> LIMITDESCENDANTCOUNT =
      WALLET_TOO.number(
          "-limitdescendantcount=<n>",
          25,
          "Deprecated; only the wallet's coin selection looks at it",
          DEBUG_ONLY);

  public static final Option<Boolean> ACCEPTSTALEFEEESTIMATES =
      DEBUG.flag(
          "-acceptstalefeeestimates",
          false,
          "Use stored fee estimates even if they are more than 60 hours old; regtest only",
          DEBUG_ONLY);

  private RelayOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(
        MEMPOOL.options(), RELAY.options(), WALLET_TOO.options(), DEBUG.options());
  }
}
