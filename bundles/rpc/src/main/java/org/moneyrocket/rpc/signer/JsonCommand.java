// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.signer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.IoText;

/** Runs a program that answers with one line of JSON. */
final class JsonCommand {
  /** Answers hold a transaction with all it spends at most. */
  private static final int MAX_ANSWER = 64 << 20;

  private static final int MAX_COMPLAINT = 1 << 16;

  private JsonCommand() {}

  /** Returns the words of a command line; there is no quoting. */
  static List<String> words(String commandLine) {
    return Arrays.stream(commandLine.split("[ \t\n]+")).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * Runs {@code words}, gives it {@code input}, and waits for its end, which may take as long as
   * the user does.
   */
  static JsonNode run(List<String> words, String input) throws SignerException {
    Process process = start(words);
    AtomicReference<String> complaint = new AtomicReference<>("");
    Thread errors =
        Thread.ofPlatform()
            .daemon()
            .name("rpc-signer")
            .start(() -> complaint.set(firstLine(process.getErrorStream(), MAX_COMPLAINT)));
    try {
      send(process, input);
      String answer = firstLine(process.getInputStream(), MAX_ANSWER);
      int status = process.waitFor();
      errors.join();
      if (status != 0) {
        throw new SignerException(
            "RunCommandParseJSON error: process("
                + String.join(" ", words)
                + ") returned "
                + status
                + ": "
                + complaint.get()
                + "\n");
      }
      return parse(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignerException("waiting for " + words.get(0) + " was interrupted");
    } finally {
      process.destroy();
    }
  }

  private static Process start(List<String> words) throws SignerException {
    if (words.isEmpty()) {
      throw new SignerException("execve failed: the command is empty");
    }
    try {
      return new ProcessBuilder(words).start();
    } catch (IOException e) {
      throw new SignerException("execve failed: " + IoText.reason(e));
    }
  }

  private static void send(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program may end without reading; its status and its answer tell whether that is wrong.
    }
  }

  private static String firstLine(InputStream in, int limit) {
    try (in) {
      byte[] all = in.readNBytes(limit);
      int end = 0;
      while (end < all.length && all[end] != '\n') {
        end++;
      }
      in.transferTo(OutputStream.nullOutputStream());
      return new String(all, 0, end, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static JsonNode parse(String answer) throws SignerException {
    try {
      return Json.parse(answer);
    } catch (RpcException e) {
      throw new SignerException("Unable to parse JSON: " + answer);
    }
  }
}
