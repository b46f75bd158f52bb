// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.signer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A device that keeps private keys, reached through the program of {@code -signer}. All calls run
 * that program and wait for its end, however long the user takes to answer the device.
 *
 * @param command words of the command line
 * @param chain name of the chain as the program knows it: main, test, testnet4, signet, regtest
 * @param fingerprint of the device's master key, eight hexadecimal digits
 * @param name of the model, may be empty
 */
public record ExternalSigner(List<String> command, String chain, String fingerprint, String name) {
  private static final int FINGERPRINT_DIGITS = 8;

  public ExternalSigner {
    command = List.copyOf(command);
  }

  /** Returns the devices that {@code commandLine} finds, each once. */
  public static List<ExternalSigner> enumerate(String commandLine, String chain)
      throws SignerException {
    List<String> words = JsonCommand.words(commandLine);
    JsonNode answer = JsonCommand.run(with(words, "enumerate"), "");
    String who = "'" + commandLine + "'";
    if (!answer.isArray()) {
      throw new SignerException(who + " received invalid response, expected array of signers");
    }
    List<ExternalSigner> found = new ArrayList<>();
    for (JsonNode device : answer) {
      String fingerprint = fingerprint(device, who);
      if (found.stream().noneMatch(other -> other.fingerprint.equals(fingerprint))) {
        found.add(new ExternalSigner(words, chain, fingerprint, device.path("model").asText("")));
      }
    }
    return found;
  }

  private static String fingerprint(JsonNode device, String who) throws SignerException {
    JsonNode error = device.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw new SignerException(who + " error" + (error.isTextual() ? ": " + error.asText() : ""));
    }
    JsonNode fingerprint = device.path("fingerprint");
    if (fingerprint.isMissingNode() || fingerprint.isNull()) {
      throw new SignerException(who + " received invalid response, missing signer fingerprint");
    }
    String digits = fingerprint.asText();
    if (digits.length() != FINGERPRINT_DIGITS
        || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new SignerException(who + " received invalid fingerprint, must be 8 hex characters");
    }
    return digits;
  }

  /**
   * Returns the one device that {@code commandLine} finds.
   *
   * @throws SignerException if there is none, or more than one
   */
  public static ExternalSigner only(String commandLine, String chain) throws SignerException {
    if (commandLine.isEmpty()) {
      throw new SignerException("restart bitcoind with -signer=<cmd>");
    }
    List<ExternalSigner> found = enumerate(commandLine, chain);
    if (found.isEmpty()) {
      throw new SignerException("No external signers found");
    }
    if (found.size() > 1) {
      throw new SignerException(
          "More than one external signer found. Please connect only one at a time.");
    }
    return found.get(0);
  }

  /**
   * The descriptors of an account.
   *
   * @param receive of addresses that are given out
   * @param internal of change
   */
  public record Descriptors(List<String> receive, List<String> internal) {
    public Descriptors {
      receive = List.copyOf(receive);
      internal = List.copyOf(internal);
    }
  }

  /** Returns the descriptors of an account, as the device names them. */
  public Descriptors descriptors(int account) throws SignerException {
    JsonNode answer = ask("", "getdescriptors", "--account", Integer.toString(account));
    return new Descriptors(texts(answer, "receive"), texts(answer, "internal"));
  }

  private static List<String> texts(JsonNode answer, String name) throws SignerException {
    if (!answer.path(name).isArray()) {
      throw new SignerException("Unexpected result from signer: no array " + name);
    }
    List<String> texts = new ArrayList<>();
    answer.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Shows an address on the device and returns what the device showed. */
  public String displayAddress(String descriptor) throws SignerException {
    JsonNode answer = ask("", "displayaddress", "--desc", descriptor);
    if (answer.path("error").isTextual()) {
      throw new SignerException("Signer returned error: " + answer.path("error").asText());
    }
    if (!answer.path("address").isTextual()) {
      throw new SignerException("Signer did not echo address");
    }
    return answer.path("address").asText();
  }

  /** Lets the device sign a PSBT; both texts are Base64. */
  public String sign(String psbt) throws SignerException {
    List<String> words = with(command, "--stdin", "--fingerprint", fingerprint, "--chain", chain);
    JsonNode answer = JsonCommand.run(words, "signtx " + psbt);
    if (answer.path("error").isTextual()) {
      throw new SignerException(answer.path("error").asText());
    }
    if (!answer.path("psbt").isTextual()) {
      throw new SignerException("Unexpected result from signer");
    }
    return answer.path("psbt").asText();
  }

  private JsonNode ask(String input, String... arguments) throws SignerException {
    List<String> words = with(command, "--fingerprint", fingerprint, "--chain", chain);
    return JsonCommand.run(with(words, arguments), input);
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
