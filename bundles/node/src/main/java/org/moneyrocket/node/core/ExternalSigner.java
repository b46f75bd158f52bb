// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.IoText;

/**
 * The program of {@code -signer}, which speaks with hardware that holds keys: it is run with a word
 * that says what to do and answers with a line of JSON.
 */
public final class ExternalSigner {
  private static final int MAX_OUTPUT = 1 << 20;
  private static final long PATIENCE_SECONDS = 60;

  private final String command;
  private final List<String> words;

  /**
   * @param command program and arguments, separated by blanks
   */
  public ExternalSigner(String command) {
    this.command = command;
    this.words = List.of(command.strip().split("\\s+"));
  }

  /**
   * One signer.
   *
   * @param fingerprint of its master key: 8 hex digits
   * @param name model, may be empty
   */
  public record Signer(String fingerprint, String name) {}

  /** The program failed or its answer makes no sense. The message is a sentence for the user. */
  public static final class SignerException extends Exception {
    private static final long serialVersionUID = 1L;

    SignerException(String message) {
      super(message);
    }
  }

  /** Asks for the signers that are connected now, each once. Waits for the program. */
  public List<Signer> enumerate() throws SignerException {
    JsonNode answer = run("enumerate");
    if (!answer.isArray()) {
      throw new SignerException(
          "'" + command + "' received invalid response, expected array of signers");
    }
    List<Signer> signers = new ArrayList<>();
    for (JsonNode entry : answer) {
      JsonNode error = entry.path("error");
      if (!error.isMissingNode()) {
        throw new SignerException(
            "'" + command + "' error" + (error.isTextual() ? ": " + error.textValue() : ""));
      }
      JsonNode fingerprint = entry.path("fingerprint");
      if (!fingerprint.isTextual()) {
        throw new SignerException(
            "'" + command + "' received invalid response, missing signer fingerprint");
      }
      if (!fingerprint.textValue().matches("[0-9a-fA-F]{8}")) {
        throw new SignerException(
            "'" + command + "' received invalid fingerprint, must be 8 hex characters");
      }
      String model = entry.path("model").isTextual() ? entry.path("model").textValue() : "";
      if (signers.stream().noneMatch(s -> s.fingerprint().equals(fingerprint.textValue()))) {
        signers.add(new Signer(fingerprint.textValue(), model));
      }
    }
    return signers;
  }

  private JsonNode run(String what) throws SignerException {
    List<String> all = new ArrayList<>(words);
    all.add(what);
    Process process;
    try {
      process = new ProcessBuilder(all).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      // "Cannot run program "x": Exec failed, error: 2 (No such file or directory) "
      throw new SignerException("execve failed: " + IoText.reason(e));
    }
    try {
      Output errors = new Output(process.getErrorStream());
      Thread errorReader = Thread.ofVirtual().start(errors);
      Output output = new Output(process.getInputStream());
      Thread outputReader = Thread.ofVirtual().start(output);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new SignerException(
            "'" + command + "' did not answer within " + PATIENCE_SECONDS + " seconds");
      }
      errorReader.join();
      outputReader.join();
      if (process.exitValue() != 0) {
        throw new SignerException(
            "RunCommandParseJSON error: process("
                + String.join(" ", all)
                + ") returned "
                + process.exitValue()
                + ": "
                + errors.firstLine()
                + "\n");
      }
      return Json.parse(output.firstLine());
    } catch (RpcException e) {
      throw new SignerException("Unable to parse JSON: the answer of '" + command + "' is none");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignerException("interrupted while waiting for '" + command + "'");
    } finally {
      process.destroy();
    }
  }

  /** Reads what a program writes, up to a limit; the rest is read and dropped. */
  private static final class Output implements Runnable {
    private final InputStream in;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    Output(InputStream in) {
      this.in = in;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          read.write(buffer, 0, Math.min(count, MAX_OUTPUT - read.size()));
        }
      } catch (IOException e) {
        // The program has ended or was ended; what came until then counts.
      }
    }

    String firstLine() {
      return read.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }
}
