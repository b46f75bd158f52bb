// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of the debug category {@code ipc}: one for each request and each response. Values appear at
 * trace level only, cut short, without what looks like a secret.
 */
final class CallLog {
  static final Logger LOG = LoggerFactory.getLogger("ipc");

  private static final int MAX_VALUE = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:pass|secret|priv|seed|mnemonic|xprv|token|cookie)[a-z0-9_]*\"?\\s*[=:]\\s*)"
              + "(\"[^\"]*\"|[^,\\]})]*)");
  private static final Pattern EXTENDED_KEY =
      Pattern.compile(
          "\\b[xt]prv[1-9A-HJ-NP-Za-km-z]{20,}|\\b[5KLc9][1-9A-HJ-NP-Za-km-z]{50,51}\\b");

  private final String peer;

  CallLog(String peer) {
    this.peer = peer;
  }

  boolean on() {
    return LOG.isDebugEnabled();
  }

  void request(boolean out, int lane, int number, String method, int object, long bytes) {
    LOG.debug(
        "{} {} lane {} thread \"{}\" request {} {} object {}, {} bytes",
        out ? "to" : "from",
        peer,
        Integer.toUnsignedString(lane),
        Thread.currentThread().getName(),
        number,
        method,
        Integer.toUnsignedString(object),
        bytes);
  }

  void response(
      boolean out, int lane, int number, String method, long nanos, long bytes, String outcome) {
    LOG.debug(
        "{} {} lane {} thread \"{}\" response {} {} {}, {} us, {} bytes",
        out ? "to" : "from",
        peer,
        Integer.toUnsignedString(lane),
        Thread.currentThread().getName(),
        number,
        method,
        outcome,
        nanos / 1000,
        bytes);
  }

  void values(String method, Object @Nullable [] arguments) {
    if (LOG.isTraceEnabled() && arguments != null && arguments.length > 0) {
      StringBuilder text = new StringBuilder();
      for (Object argument : arguments) {
        text.append(text.isEmpty() ? "" : ", ").append(show(argument));
      }
      LOG.trace("{} arguments: {}", method, text);
    }
  }

  void value(String method, @Nullable Object result) {
    if (LOG.isTraceEnabled()) {
      LOG.trace("{} result: {}", method, show(result));
    }
  }

  /** Returns a short, printable form without secrets. */
  static String show(@Nullable Object value) {
    String text;
    try {
      text = value instanceof byte[] b ? b.length + " bytes" : String.valueOf(value);
    } catch (RuntimeException e) {
      return "(cannot be shown: " + e.getClass().getName() + ")";
    }
    text = EXTENDED_KEY.matcher(text).replaceAll("****");
    text = SECRET.matcher(text).replaceAll("$1****");
    if (text.length() > MAX_VALUE) {
      text = text.substring(0, MAX_VALUE) + "… (" + text.length() + " characters)";
    }
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
