// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.tool;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;

/** Reads the text that {@link DumpWriter} writes and checks it. */
final class DumpReader implements AutoCloseable {
  /** No record is longer: a key and a transaction of the largest size, as digits. */
  private static final int MAX_LINE = 32 << 20;

  private static final int CHECKSUM_BYTES = 32;

  /** One record. */
  record Item(Bytes key, Bytes value) {}

  private final MessageDigest digest = Hashes.newSha256();
  private final InputStream in;

  private DumpReader(InputStream in) {
    this.in = in;
  }

  /** Opens a dump and reads its head. */
  static DumpReader open(Path file) throws ToolException, IOException {
    if (!Files.exists(file)) {
      throw new ToolException("Dump file " + file + " does not exist.");
    }
    DumpReader reader = new DumpReader(new BufferedInputStream(Files.newInputStream(file)));
    boolean done = false;
    try {
      reader.readHead();
      done = true;
      return reader;
    } finally {
      if (!done) {
        reader.close();
      }
    }
  }

  private void readHead() throws ToolException, IOException {
    String[] magic = line().orElse(new String[] {"", ""});
    if (!magic[0].equals(DumpWriter.MAGIC)) {
      throw new ToolException(
          "Error: Dumpfile identifier record is incorrect. Got \""
              + magic[0]
              + "\", expected \""
              + DumpWriter.MAGIC
              + "\".");
    }
    if (!isUnsigned32(magic[1])) {
      throw new ToolException("Error: Unable to parse version " + magic[1] + " as a uint32_t");
    }
    if (Long.parseLong(magic[1]) != DumpWriter.VERSION) {
      throw new ToolException(
          "Error: Dumpfile version is not supported. This version of bitcoin-wallet only supports"
              + " version 1 dumpfiles. Got dumpfile with version "
              + magic[1]);
    }
    count(magic);
    String[] format = line().orElse(new String[] {"", ""});
    if (!format[0].equals("format")) {
      throw new ToolException(
          "Error: Dumpfile format record is incorrect. Got \""
              + format[0]
              + "\", expected \"format\".");
    }
    if (!format[1].equals("sqlite")) {
      throw new ToolException(
          "Error: Dumpfile specifies an unsupported database format ("
              + format[1]
              + "). Only sqlite database dumps are supported");
    }
    count(format);
  }

  private static boolean isUnsigned32(String text) {
    return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= 0xffffffffL;
  }

  /**
   * Returns the next record; empty at the end, after the checksum was compared.
   *
   * @throws ToolException also if the checksum is missing or does not fit
   */
  Optional<Item> next() throws ToolException, IOException {
    while (true) {
      String[] parts = line().orElseThrow(() -> new ToolException("Error: Missing checksum"));
      if (parts[0].equals("checksum")) {
        compare(parts[1]);
        return Optional.empty();
      }
      count(parts);
      if (parts[0].isEmpty() || parts[1].isEmpty()) {
        continue;
      }
      return Optional.of(new Item(hex("key", parts[0]), hex("value", parts[1])));
    }
  }

  private void compare(String given) throws ToolException {
    Bytes expected =
        parse(given)
            .filter(bytes -> bytes.size() == CHECKSUM_BYTES)
            .orElseThrow(() -> new ToolException("Error: Checksum is not the correct size"));
    Bytes computed = Bytes.wrap(Hashes.finishTwice(digest));
    if (!computed.equals(expected)) {
      throw new ToolException(
          "Error: Dumpfile checksum does not match. Computed "
              + computed.toHex()
              + ", expected "
              + expected.toHex());
    }
  }

  private static Bytes hex(String what, String text) throws ToolException {
    return parse(text)
        .orElseThrow(() -> new ToolException("Error: Got " + what + " that was not hex: " + text));
  }

  private static Optional<Bytes> parse(String text) {
    if (text.length() % 2 != 0 || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return Optional.empty();
    }
    return Optional.of(Bytes.fromHex(text));
  }

  private void count(String[] parts) {
    digest.update((parts[0] + "," + parts[1] + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns what stands before and behind the first comma of a line. */
  private Optional<String[]> line() throws IOException, ToolException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    while (c >= 0 && c != '\n') {
      line.write(c);
      if (line.size() > MAX_LINE) {
        throw new ToolException("Error: Dumpfile has a line of more than " + MAX_LINE + " bytes");
      }
      c = in.read();
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    int comma = text.indexOf(',');
    return Optional.of(
        comma < 0
            ? new String[] {text, ""}
            : new String[] {text.substring(0, comma), text.substring(comma + 1)});
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
