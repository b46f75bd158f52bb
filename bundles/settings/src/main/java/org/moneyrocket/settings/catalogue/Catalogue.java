// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Program;

/** The options that one program knows. */
public final class Catalogue {
  private final List<Option<?>> options;
  private final Map<String, Option<?>> byName = new HashMap<>();

  private Catalogue(List<Option<?>> options) {
    this.options = List.copyOf(options);
    for (Option<?> option : options) {
      if (byName.put(option.name(), option) != null) {
        throw new IllegalStateException("option declared twice: " + option.name());
      }
    }
  }

  /** Returns the options that the program accepts. */
  public static Catalogue of(Program program) {
    List<Option<?>> known = new ArrayList<>();
    for (Option<?> option : everything(program)) {
      if (option.isFor(program)) {
        known.add(option);
      }
    }
    return new Catalogue(known);
  }

  // The client starts often and briefly, so it does not even load the topics that it cannot have.
  private static List<Option<?>> everything(Program program) {
    if (program == Program.CLI) {
      return join(GeneralOptions.all(), ChainOptions.all(), RpcOptions.all(), CliOptions.all());
    }
    return join(
        GeneralOptions.all(),
        LoggingOptions.all(),
        StateOptions.all(),
        ConnectionOptions.all(),
        WalletOptions.all(),
        RelayOptions.all(),
        MiningOptions.all(),
        RpcOptions.all(),
        ChainOptions.all(),
        IpcOptions.all(),
        CoreOptions.all());
  }

  /** Returns the options in the order of their declaration. */
  public List<Option<?>> options() {
    return options;
  }

  /** Finds an option by its name with one leading dash. */
  public Optional<Option<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @SafeVarargs
  static List<Option<?>> join(List<Option<?>>... topics) {
    List<Option<?>> joined = new ArrayList<>();
    for (List<Option<?>> topic : topics) {
      joined.addAll(topic);
    }
    return joined;
  }
}
