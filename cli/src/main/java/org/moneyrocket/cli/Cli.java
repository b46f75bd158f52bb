// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.HelpText;
import org.moneyrocket.settings.Naming;
import org.moneyrocket.settings.Notices;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.SettingsLoader;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.CliOptions;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.json.CommandWords;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/** The command-line client. */
final class Cli {
  private final Naming naming;
  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream errors;

  Cli(
      Naming naming,
      Map<String, String> environment,
      InputStream in,
      PrintStream out,
      PrintStream errors) {
    this.naming = naming;
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.errors = errors;
  }

  /** Runs the program and returns its status. */
  int run(List<String> arguments) {
    SettingsLoader loader = new SettingsLoader(Program.CLI, naming, environment, notices());
    Settings settings;
    try {
      settings = loader.commandLine(arguments);
    } catch (StartException e) {
      errors.println("Error parsing command line arguments: " + e.getMessage());
      return 1;
    }
    HelpText help = new HelpText(settings);
    if (arguments.isEmpty()) {
      out.print(help.help());
      errors.println("Error: too few parameters");
      return 1;
    }
    Optional<String> requested = help.requested();
    if (requested.isPresent()) {
      out.print(requested.get());
      return 0;
    }
    if (!SettingsLoader.dataDirectoryExists(settings)) {
      errors.println(
          "Error: Specified data directory \""
              + settings.get(GeneralOptions.DATADIR)
              + "\" does not exist.");
      return 1;
    }
    try {
      loader.readConfiguration(settings);
    } catch (StartException e) {
      errors.println("Error reading configuration file: " + e.getMessage());
      return 1;
    }
    try {
      settings.chooseChain();
    } catch (StartException e) {
      errors.println("Error: " + e.getMessage());
      return 1;
    }
    return print(request(settings));
  }

  private Notices notices() {
    return new Notices() {
      @Override
      public void log(LogLevel level, String text) {
        // A client has no log.
      }

      @Override
      public void show(String line) {
        errors.println(line);
      }
    };
  }

  private int print(Output output) {
    if (!output.text().isEmpty()) {
      (output.status() == 0 ? out : errors).println(output.text());
    }
    return output.status();
  }

  private Output request(Settings settings) {
    try {
      return request(settings, words(settings));
    } catch (CliException e) {
      return Output.failure(e.text());
    } catch (StartException e) {
      return Output.failure(e.text());
    }
  }

  /** Returns what follows the options, completed from standard input. */
  private List<String> words(Settings settings) throws CliException {
    StandardInput input = new StandardInput(in);
    if (settings.get(CliOptions.STDINRPCPASS)) {
      settings.force(RpcOptions.RPCPASSWORD, input.secret("RPC password> ", "-stdinrpcpass"));
    }
    List<String> words = new ArrayList<>(settings.commands());
    if (settings.get(CliOptions.STDINWALLETPASSPHRASE)) {
      if (words.isEmpty() || !words.get(0).startsWith("walletpassphrase")) {
        throw new CliException(
            "-stdinwalletpassphrase is only applicable for walletpassphrase(change)");
      }
      words.add(1, input.secret("Wallet passphrase> ", "-stdinwalletpassphrase"));
    }
    if (settings.get(CliOptions.STDIN)) {
      words.addAll(input.rest());
    }
    return words;
  }

  private Output request(Settings settings, List<String> words) throws CliException {
    checkOneCommand(settings);
    checkTransport(settings);
    RpcClient client = new RpcClient(settings, errors);
    Optional<String> wallet =
        settings.isNegated(CliOptions.RPCWALLET)
            ? Optional.empty()
            : settings.find(CliOptions.RPCWALLET);
    if (settings.get(CliOptions.GETINFO)) {
      return new GetInfo(settings, client, wallet).run(words);
    }
    if (settings.get(CliOptions.NETINFO)) {
      return new NetInfo(settings, client).run(words);
    }
    if (settings.get(CliOptions.GENERATE)) {
      return new Generate(settings, client, wallet).run(words);
    }
    if (settings.get(CliOptions.ADDRINFO)) {
      return new AddrInfo(settings, client).run(words);
    }
    if (words.isEmpty()) {
      throw new CliException("too few parameters (need at least command)");
    }
    return call(settings, client, wallet, words);
  }

  private static void checkOneCommand(Settings settings) throws CliException {
    StringBuilder found = new StringBuilder();
    int count = 0;
    for (Option<Boolean> command :
        List.of(CliOptions.ADDRINFO, CliOptions.GENERATE, CliOptions.GETINFO, CliOptions.NETINFO)) {
      if (settings.isSet(command)) {
        found.append(count++ == 0 ? "" : ", ").append(command.name());
      }
    }
    if (count > 1) {
      throw new CliException("Only one of " + found + " may be specified.");
    }
  }

  private static void checkTransport(Settings settings) throws CliException {
    String transport = settings.get(CliOptions.IPCCONNECT);
    if (transport.equals("auto") || transport.equals("0")) {
      return;
    }
    if (settings.isSet(CliOptions.RPCCONNECT) && !settings.isNegated(CliOptions.RPCCONNECT)) {
      throw new CliException("-rpcconnect and -ipcconnect options cannot both be enabled");
    }
    throw new CliException(
        Program.CLI.commandName(settings.naming()) + " was not built with IPC support");
  }

  private static Output call(
      Settings settings, RpcClient client, Optional<String> wallet, List<String> words)
      throws CliException {
    String method = words.get(0);
    List<String> rest = words.subList(1, words.size());
    JsonValue params;
    try {
      CommandWords typed = new CommandWords(method);
      params = settings.get(CliOptions.NAMED) ? typed.named(rest) : typed.positional(rest);
    } catch (JsonParseException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
    JsonValue id = JsonValue.of(settings.get(CliOptions.RPCID));
    JsonValue answer = client.call(Replies.request(method, params, id), wallet);
    if (Replies.members(answer).isEmpty()) {
      throw new CliException("expected reply to have result, error and id properties");
    }
    JsonValue error = Replies.member(answer, "error");
    return error.isNull()
        ? Output.result(Replies.member(answer, "result"))
        : Output.serverError(error, settings);
  }
}
