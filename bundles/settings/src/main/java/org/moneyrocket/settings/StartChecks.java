// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.moneyrocket.settings.catalogue.ChainOptions;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.CoreOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.catalogue.StateOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/**
 * Options that imply or exclude each other. A node calls {@link #applyImplied} and then {@link
 * #check} before it starts.
 */
public final class StartChecks {
  private static final int MIN_PRUNE_MIB = 550;
  private static final String BLOCKSONLY_MAXMEMPOOL = "5";

  private static final String BASIC_FILTER = "basic";

  private static final Set<String> TEST_OPTIONS =
      Set.of("addrman", "bip94", "reindex_after_failure_noninteractive_yes");

  /** Beyond this, lists of peers that are gone through often are too long. */
  private static final long MOST_CONNECTIONS = 10_000;

  /** Databases keep up to 500 open; block files, RPC connections, wallets and libraries. */
  private static final long OTHER_FILES = 700;

  private final Settings settings;
  private final Notices notices;
  private final LongSupplier openFiles;

  /** Makes the checks for a program. */
  public StartChecks(Settings settings, Notices notices) {
    this(settings, notices, OpenFiles::limit);
  }

  /**
   * Makes the checks.
   *
   * @param openFiles how many files this process may open
   */
  StartChecks(Settings settings, Notices notices, LongSupplier openFiles) {
    this.settings = settings;
    this.notices = notices;
    this.openFiles = openFiles;
  }

  /** Sets what other options imply, where the user did not set it, and logs each. */
  public void applyImplied() {
    if (!settings.get(ConnectionOptions.BIND).isEmpty()) {
      imply(ConnectionOptions.LISTEN, "1", "-bind set");
    }
    if (!settings.get(ConnectionOptions.WHITEBIND).isEmpty()) {
      imply(ConnectionOptions.LISTEN, "1", "-whitebind set");
    }
    if (!settings.get(ConnectionOptions.CONNECT).isEmpty()
        || settings.isNegated(ConnectionOptions.CONNECT)
        || settings.get(ConnectionOptions.MAXCONNECTIONS) <= 0) {
      imply(ConnectionOptions.DNSSEED, "0", "-connect or -maxconnections=0 set");
      imply(ConnectionOptions.LISTEN, "0", "-connect or -maxconnections=0 set");
    }
    if (!settings.get(ConnectionOptions.LISTEN)) {
      imply(ConnectionOptions.NATPMP, "0", "-listen=0");
      imply(ConnectionOptions.LISTENONION, "0", "-listen=0");
    }
    if (settings.get(ConnectionOptions.BLOCKSONLY)) {
      imply(RelayOptions.WHITELISTRELAY, "0", "-blocksonly=1");
      imply(RelayOptions.MAXMEMPOOL, BLOCKSONLY_MAXMEMPOOL, "-blocksonly=1");
    }
    if (settings.get(RelayOptions.WHITELISTFORCERELAY)) {
      imply(RelayOptions.WHITELISTRELAY, "1", "-whitelistforcerelay=1");
    }
  }

  private void imply(Option<?> option, String value, String reason) {
    if (settings.suggest(option, value)) {
      notices.log(
          LogLevel.INFO,
          "parameter interaction: " + reason + " -> setting " + option.name() + "=" + value);
    }
  }

  /**
   * Refuses options that exclude each other or have impossible values.
   *
   * @return warnings for the user
   * @throws StartException with the sentence for the user
   */
  public List<String> check() {
    List<String> misplaced = new ArrayList<>();
    for (String option : settings.misplacedOptions()) {
      misplaced.add(InitText.misplaced(option, settings.chain()));
    }
    if (!misplaced.isEmpty()) {
      throw new StartException(InitText.lines(misplaced));
    }
    if (settings.chain() == ChainType.TEST) {
      notices.log(LogLevel.INFO, InitText.TESTNET3);
    }
    List<String> warnings = new ArrayList<>();
    warnIfSet(CoreOptions.CHECKPOINTS, InitText.CHECKPOINTS, warnings);
    warnIfSet(CoreOptions.LIMITANCESTORSIZE, InitText.LIMITANCESTORSIZE, warnings);
    warnIfSet(CoreOptions.LIMITDESCENDANTSIZE, InitText.LIMITDESCENDANTSIZE, warnings);
    List<String> sections = settings.unknownSections();
    if (!sections.isEmpty()) {
      warnings.add(InitText.lines(sections));
    }
    checkTests(warnings);
    settings.dataDirectory().blocks();
    checkState();
    checkConnections();
    reduceConnections(warnings);
    checkPorts();
    return warnings;
  }

  private void warnIfSet(Option<?> option, String sentence, List<String> warnings) {
    if (settings.isSet(option)) {
      warnings.add(sentence);
    }
  }

  private void checkTests(List<String> warnings) {
    List<String> asked = settings.get(ConnectionOptions.TEST);
    if (!asked.isEmpty() && settings.chain() != ChainType.REGTEST) {
      throw new StartException("-test=<option> can only be used with regtest");
    }
    for (String option : asked) {
      if (!TEST_OPTIONS.contains(option)) {
        warnings.add("Unrecognised option \"" + option + "\" provided in -test=<option>.");
      }
    }
  }

  private void checkState() {
    filterTypes(settings);
    long prune = settings.get(StateOptions.PRUNE);
    if (prune != 0 && settings.get(StateOptions.TXINDEX)) {
      throw new StartException("Prune mode is incompatible with -txindex.");
    }
    if (prune != 0 && settings.get(StateOptions.TXOSPENDERINDEX)) {
      throw new StartException("Prune mode is incompatible with -txospenderindex.");
    }
    if (prune != 0 && settings.get(StateOptions.REINDEX_CHAINSTATE)) {
      throw new StartException(
          "Prune mode is incompatible with -reindex-chainstate. Use full -reindex instead.");
    }
    if (settings.chain() == ChainType.MAIN) {
      refuseOnMain(ChainOptions.TESTACTIVATIONHEIGHT);
      refuseOnMain(ChainOptions.VBPARAMS);
    }
    if (prune < 0) {
      throw new StartException("Prune cannot be configured with a negative value.");
    }
    if (prune > 1 && prune < MIN_PRUNE_MIB) {
      throw new StartException(
          "Prune configured below the minimum of "
              + MIN_PRUNE_MIB
              + " MiB.  Please use a higher number.");
    }
  }

  private void refuseOnMain(Option<?> option) {
    if (settings.isSet(option)) {
      throw new StartException("The " + option.name() + " option may not be used on mainnet.");
    }
  }

  private void checkConnections() {
    boolean listen = settings.get(ConnectionOptions.LISTEN);
    boolean binds =
        !settings.get(ConnectionOptions.BIND).isEmpty()
            || !settings.get(ConnectionOptions.WHITEBIND).isEmpty();
    if (binds && !listen) {
      throw new StartException("Cannot set -bind or -whitebind together with -listen=0");
    }
    if (!listen && settings.get(ConnectionOptions.LISTENONION)) {
      throw new StartException("Cannot set -listen=0 together with -listenonion=1");
    }
    if (settings.get(ConnectionOptions.FORCEDNSSEED) && !settings.get(ConnectionOptions.DNSSEED)) {
      throw new StartException("Cannot set -forcednsseed to true when setting -dnsseed to false.");
    }
    if (settings.get(ConnectionOptions.MAXCONNECTIONS) < 0) {
      throw new StartException("-maxconnections must be greater or equal than zero");
    }
    if (settings.get(ConnectionOptions.PEERTIMEOUT) <= 0) {
      throw new StartException("peertimeout must be a positive integer.");
    }
  }

  private void reduceConnections(List<String> warnings) {
    long asked = settings.get(ConnectionOptions.MAXCONNECTIONS);
    long possible = Math.clamp(openFiles.getAsLong() - OTHER_FILES, 0, MOST_CONNECTIONS);
    if (asked > possible) {
      settings.force(ConnectionOptions.MAXCONNECTIONS, Long.toString(possible));
      warnings.add(InitText.reducedConnections(asked, possible));
    }
  }

  private void checkPorts() {
    checkPort(ConnectionOptions.PORT);
    checkPort(RpcOptions.RPCPORT);
    for (String address : settings.get(ConnectionOptions.BIND)) {
      int suffix = address.lastIndexOf('=');
      checkAddress(
          ConnectionOptions.BIND, address, suffix < 0 ? address : address.substring(0, suffix));
    }
    for (String address : settings.get(RpcOptions.RPCBIND)) {
      checkAddress(RpcOptions.RPCBIND, address, address);
    }
    for (String address : settings.get(ConnectionOptions.WHITEBIND)) {
      checkAddress(ConnectionOptions.WHITEBIND, address, address);
    }
  }

  private void checkPort(Option<Long> option) {
    JsonValue value = settings.value(option);
    if (!value.isNull()) {
      String text = OptionText.toText(value);
      if (HostPort.port(text).isEmpty()) {
        throw new StartException(InitText.invalidPort(option.name(), text));
      }
    }
  }

  private static void checkAddress(Option<?> option, String given, String address) {
    if (HostPort.parse(address).isEmpty()) {
      throw new StartException(InitText.invalidPort(option.name(), given));
    }
  }

  /**
   * Returns the kinds of block filters to keep an index of.
   *
   * @throws StartException when a kind is not known
   */
  public static Set<String> filterTypes(Settings settings) {
    List<String> given = settings.get(StateOptions.BLOCKFILTERINDEX);
    // What counts for on and off is the last value.
    String last = given.isEmpty() ? "0" : given.get(given.size() - 1);
    if (last.equals("0")) {
      return Set.of();
    }
    if (last.isEmpty() || last.equals("1")) {
      return Set.of(BASIC_FILTER);
    }
    for (String name : given) {
      if (!name.equals(BASIC_FILTER)) {
        throw new StartException("Unknown -blockfilterindex value " + name + ".");
      }
    }
    return Set.of(BASIC_FILTER);
  }

  /**
   * Returns the wallets to load, or empty if nothing was said about them.
   *
   * @throws StartException when one of them is no text
   */
  public static Optional<List<String>> walletNames(Settings settings) {
    List<String> names = new ArrayList<>();
    for (JsonValue value : settings.values(WalletOptions.WALLET_NAMES)) {
      if (!(value instanceof JsonValue.Str name)) {
        throw new StartException(InitText.WALLET_VALUE);
      }
      names.add(name.text());
    }
    return settings.isSet(WalletOptions.WALLET_NAMES)
        ? Optional.of(List.copyOf(names))
        : Optional.empty();
  }
}
