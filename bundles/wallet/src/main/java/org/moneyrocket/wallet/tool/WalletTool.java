// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.wallet.store.NewWallet;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.WalletFiles;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.moneyrocket.wallet.store.WalletStore;

/** Works on wallet files without a node: info, create, dump, createfromdump. */
public final class WalletTool {
  private static final Set<String> COMMANDS = Set.of("info", "create", "dump", "createfromdump");
  private static final Set<String> WITH_DUMP = Set.of("dump", "createfromdump");

  private final Settings settings;
  private final ChainParameters parameters;
  private final WalletFiles files;
  private final PrintStream out;
  private final PrintStream err;

  public WalletTool(
      Settings settings,
      ChainParameters parameters,
      WalletFiles files,
      PrintStream out,
      PrintStream err) {
    this.settings = settings;
    this.parameters = parameters;
    this.files = files;
    this.out = out;
    this.err = err;
  }

  /** Does what {@code words} ask for and returns the exit status. */
  public int run(List<String> words) {
    try {
      execute(words);
      return 0;
    } catch (ToolException | WalletOpenException | StartException | StoreException e) {
      err.println(String.valueOf(e.getMessage()).stripTrailing());
    } catch (IOException e) {
      err.println("Error: " + IoText.of(e));
    }
    return 1;
  }

  private void execute(List<String> words) throws ToolException, WalletOpenException, IOException {
    String command = words.get(0);
    if (!COMMANDS.contains(command)) {
      throw new ToolException(
          "Error parsing command line arguments: Invalid command '" + command + "'");
    }
    if (words.size() > 1) {
      throw new ToolException(
          "Error: Additional arguments provided ("
              + String.join(", ", words.subList(1, words.size()))
              + "). Methods do not take arguments. Please refer to `-help`.");
    }
    if (settings.isSet(WalletOptions.DUMPFILE) && !WITH_DUMP.contains(command)) {
      throw new ToolException(
          "Error: Invalid arguments provided:\n- The -dumpfile option cannot be used with the '"
              + command
              + "' command.");
    }
    Optional<String> given = name();
    if (command.startsWith("create") && given.isEmpty()) {
      throw new ToolException("Wallet name must be provided when creating a new wallet.");
    }
    String name = given.orElse("");
    switch (command) {
      case "info" -> info(name);
      case "create" -> create(name);
      case "dump" -> dump(name);
      default -> createFromDump(name);
    }
  }

  /** Returns the last name that was given. */
  private Optional<String> name() {
    if (!settings.isSet(WalletOptions.WALLET_NAMES)) {
      return Optional.empty();
    }
    String last = "";
    for (JsonValue value : settings.values(WalletOptions.WALLET_NAMES)) {
      last = value instanceof JsonValue.Str(String text) ? text : "";
    }
    return Optional.of(last);
  }

  private void info(String name) throws ToolException, WalletOpenException {
    try (FileWallet wallet = wallet(name, files.openExisting(name))) {
      wallet.load(err);
      wallet.print(out);
    }
  }

  private void create(String name) throws ToolException, WalletOpenException, IOException {
    requireName(name);
    try (NewWallet place = files.prepare(name)) {
      try (FileWallet wallet = wallet(name, files.create(place))) {
        out.print("Topping up keypool...\n");
        wallet.create();
        wallet.print(out);
      }
      place.name();
      place.keep();
    }
  }

  private static void requireName(String name) throws ToolException {
    if (name.isEmpty()) {
      throw new ToolException("Wallet name cannot be empty");
    }
  }

  private FileWallet wallet(String name, WalletStore store) {
    int keypool = Math.clamp(settings.get(WalletOptions.KEYPOOL), 1, 10_000_000);
    return new FileWallet(name, store, parameters, keypool);
  }

  private void dump(String name) throws ToolException, WalletOpenException {
    try (WalletStore store = files.openExisting(name)) {
      DumpWriter.write(store, dumpFile("dump"));
    }
    out.print(
        "The dumpfile may contain private keys. To ensure the safety of your Bitcoin, do not share"
            + " the dumpfile.\n");
  }

  private Path dumpFile(String command) throws ToolException {
    String text = settings.get(WalletOptions.DUMPFILE);
    if (text.isEmpty()) {
      throw new ToolException(
          "No dump file provided. To use " + command + ", -dumpfile=<filename> must be provided.");
    }
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new ToolException("-dumpfile=" + text + " is no file name: " + e.getReason());
    }
  }

  private void createFromDump(String name) throws ToolException, WalletOpenException, IOException {
    requireName(name);
    try (DumpReader dump = DumpReader.open(dumpFile("createfromdump"));
        NewWallet place = files.prepare(name)) {
      try (WalletStore store = files.create(place)) {
        // Nothing is kept unless the checksum at the end fits.
        restore(dump, store);
      }
      place.name();
      place.keep();
    }
  }

  /** Carries a failure out of a transaction, which it undoes. */
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undone(Exception cause) {
      super(cause);
    }
  }

  private static void restore(DumpReader dump, WalletStore store)
      throws ToolException, IOException {
    try {
      store.atomically(
          () -> {
            try {
              for (Optional<DumpReader.Item> item = dump.next();
                  item.isPresent();
                  item = dump.next()) {
                store.put(item.get().key(), item.get().value());
              }
            } catch (ToolException | IOException e) {
              throw new Undone(e);
            }
          });
    } catch (Undone e) {
      Throwable cause = e.getCause();
      if (cause instanceof ToolException problem) {
        throw problem;
      }
      String why = cause == null ? e.toString() : String.valueOf(cause.getMessage());
      throw new IOException("the dump file cannot be read: " + why);
    }
  }
}
