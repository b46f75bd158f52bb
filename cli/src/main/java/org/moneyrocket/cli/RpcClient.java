// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import org.moneyrocket.cli.CliException.NoServer;
import org.moneyrocket.settings.HostPort;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.CliOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.settings.json.JsonValue;

/** Sends requests to the server that the options name, and waits for it if asked to. */
final class RpcClient {
  private static final int IN_WARMUP = -28;
  private static final long RETRY_MILLIS = 1000;
  private static final int MAX_COOKIE_BYTES = 4096;

  private final Settings settings;
  private final PrintStream errors;

  RpcClient(Settings settings, PrintStream errors) {
    this.settings = settings;
    this.errors = errors;
  }

  /**
   * Sends a request to a wallet, or to none, and returns the server's answer: an object, or a list
   * for a batch.
   *
   * @throws CliException with the sentence for the user when there is no answer
   */
  JsonValue call(JsonValue request, Optional<String> wallet) throws CliException {
    boolean waits = settings.get(CliOptions.RPCWAIT);
    long limit = settings.get(CliOptions.RPCWAITTIMEOUT);
    long deadline = System.nanoTime() + limit * 1_000_000_000L;
    while (true) {
      try {
        JsonValue answer = callOnce(request, path(wallet));
        if (!waits || !isWarmingUp(answer)) {
          return answer;
        }
        throw new NoServer("server in warmup");
      } catch (NoServer e) {
        if (!waits) {
          throw e;
        }
        if (limit > 0 && System.nanoTime() - deadline >= 0) {
          throw new CliException("timeout on transient error: " + e.text());
        }
        pause();
      }
    }
  }

  private static void pause() throws CliException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted");
    }
  }

  private static boolean isWarmingUp(JsonValue answer) {
    JsonValue first = answer;
    if (answer instanceof JsonValue.Arr batch && !batch.items().isEmpty()) {
      first = batch.items().get(0);
    }
    return Replies.errorCode(Replies.member(first, "error")) == IN_WARMUP;
  }

  private static String path(Optional<String> wallet) {
    return wallet.isEmpty() ? "/" : "/wallet/" + encoded(wallet.get());
  }

  private static String encoded(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        out.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      }
    }
    return out.toString();
  }

  private JsonValue callOnce(JsonValue request, String path) throws CliException {
    HostPort server = server();
    String host = server.host();
    int port = server.port().orElse(settings.chain().rpcPort());
    boolean byPassword = !settings.get(RpcOptions.RPCPASSWORD).isEmpty();
    Optional<String> cookie = byPassword ? Optional.empty() : cookie();
    String credentials =
        byPassword
            ? settings.get(RpcOptions.RPCUSER) + ":" + settings.get(RpcOptions.RPCPASSWORD)
            : cookie.orElse("");
    String authorization =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    HttpPost.Answer answer;
    try {
      answer =
          new HttpPost(host, port, settings.get(CliOptions.RPCCLIENTTIMEOUT))
              .send(path, authorization, request.toJson() + "\n");
    } catch (NoServer e) {
      throw new NoServer(
          "Error while attempting to communicate with server "
              + host
              + ":"
              + port
              + " ("
              + e.text()
              + ")\n\nMake sure the "
              + Program.NODE.commandName(settings.naming())
              + " server is running and that you are connecting to the correct RPC port.\nUse \""
              + Program.CLI.commandName(settings.naming())
              + " -help\" for more info.");
    }
    return check(answer, byPassword, cookie.isPresent());
  }

  private JsonValue check(HttpPost.Answer answer, boolean byPassword, boolean hadCookie)
      throws CliException {
    switch (answer.status()) {
      case 401 -> throw new CliException(refused(byPassword, hadCookie));
      case 503 -> throw new CliException("Server response: " + answer.body());
      case 400, 404, 500 -> {}
      default -> {
        if (answer.status() >= 400) {
          throw new CliException("server returned HTTP error " + answer.status());
        }
      }
    }
    if (answer.body().isEmpty()) {
      throw new CliException("no response from server");
    }
    try {
      return JsonParser.parse(answer.body());
    } catch (JsonParseException e) {
      throw new CliException("couldn't parse reply from server");
    }
  }

  private String refused(boolean byPassword, boolean hadCookie) {
    String reason;
    if (byPassword) {
      reason = "Incorrect rpcuser or rpcpassword were specified.";
    } else if (hadCookie) {
      reason = "Cookie file credentials were invalid and no rpcpassword was specified.";
    } else if (settings.dataDirectory().cookieFile().isEmpty()) {
      reason = "Cookie file was disabled via -norpccookiefile and no rpcpassword was specified.";
    } else {
      reason = "Failed to read cookie file and no rpcpassword was specified.";
    }
    Optional<Path> file = settings.configFile();
    return "Authorization failed: "
        + reason
        + " Configuration file: ("
        + (file.isEmpty() ? "" : file.get().toString())
        + ")";
  }

  private Optional<String> cookie() {
    Optional<Path> file = settings.dataDirectory().cookieFile();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (Files.size(file.get()) > MAX_COOKIE_BYTES) {
        return Optional.empty();
      }
      String text = Files.readString(file.get(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf('\n');
      return Optional.of(end < 0 ? text : text.substring(0, end));
    } catch (IOException e) {
      // The server's refusal will say that there was none.
      return Optional.empty();
    }
  }

  private HostPort server() throws CliException {
    String text = settings.get(CliOptions.RPCCONNECT);
    Optional<HostPort> parsed = HostPort.parse(text);
    if (parsed.isEmpty()) {
      throw new CliException("Invalid port provided in -rpcconnect: " + text);
    }
    HostPort server = parsed.get();
    if (!settings.isSet(RpcOptions.RPCPORT)) {
      return server;
    }
    String given = settings.getString("-rpcport");
    OptionalInt port = HostPort.port(given);
    if (port.isEmpty()) {
      throw new CliException("Invalid port provided in -rpcport: " + given);
    }
    if (server.port().isPresent()) {
      errors.println(
          "Warning: Port specified in both -rpcconnect and -rpcport. Using -rpcport "
              + port.getAsInt());
    }
    return new HostPort(server.host(), port);
  }
}
