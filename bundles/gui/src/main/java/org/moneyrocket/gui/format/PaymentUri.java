// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.moneyrocket.primitives.Amount;

/**
 * A payment request (BIP21).
 *
 * @param label who asks, empty if it is not said
 */
public record PaymentUri(String address, Optional<Amount> amount, String label) {
  private static final String SCHEME = "bitcoin:";

  /** Longest text that is tried. */
  private static final int MAX_LENGTH = 4096;

  /**
   * Reads a payment request; empty if {@code text} is none, or asks for something that must be
   * understood and is not known here.
   */
  public static Optional<PaymentUri> parse(String text) {
    String uri = text.strip();
    if (uri.length() > MAX_LENGTH
        || !uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || uri.startsWith("//", SCHEME.length())) {
      return Optional.empty();
    }
    String rest = uri.substring(SCHEME.length());
    int question = rest.indexOf('?');
    String address = question < 0 ? rest : rest.substring(0, question);
    Optional<Amount> amount = Optional.empty();
    String label = "";
    if (question >= 0) {
      for (String parameter : rest.substring(question + 1).split("&")) {
        int equals = parameter.indexOf('=');
        String key = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
        if (key.equals("amount")) {
          boolean again = amount.isPresent();
          amount = AmountText.ofLink(value);
          if (again || amount.isEmpty()) {
            return Optional.empty();
          }
        } else if (key.equals("label")) {
          label = value;
        } else if (key.startsWith("req-")) {
          return Optional.empty();
        }
      }
    }
    return isPlain(address)
        ? Optional.of(new PaymentUri(address, amount, label))
        : Optional.empty();
  }

  /** No address has anything but letters and digits. */
  private static boolean isPlain(String address) {
    return !address.isEmpty()
        && address
            .chars()
            .allMatch(
                c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
  }

  private static String decode(String value) {
    try {
      // In a query of this kind a plus is a plus.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value; // A stray percent sign: shown as it came.
    }
  }

  /** Returns the request as text. */
  @Override
  public String toString() {
    StringBuilder uri = new StringBuilder(SCHEME).append(address);
    char separator = '?';
    if (amount.isPresent()) {
      String number = amount.get().toBitcoin().stripTrailingZeros().toPlainString();
      uri.append(separator).append("amount=").append(number);
      separator = '&';
    }
    if (!label.isEmpty()) {
      String encoded = URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20");
      uri.append(separator).append("label=").append(encoded);
    }
    return uri.toString();
  }
}
