// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.tool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.Unfinished;
import org.moneyrocket.wallet.store.WalletStore;

/** Writes all records of a wallet as text: a line for each, and a checksum at the end. */
final class DumpWriter {
  /** First word of a dump. */
  static final String MAGIC = "BITCOIN_CORE_WALLET_DUMP";

  static final int VERSION = 1;

  private final MessageDigest digest = Hashes.newSha256();
  private final OutputStream out;

  private DumpWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes the records of {@code store} to a file that does not exist yet. */
  static void write(WalletStore store, Path file) throws ToolException {
    if (Files.exists(file)) {
      throw new ToolException(
          "File "
              + file
              + " already exists. If you are sure this is what you want, move it out of the way"
              + " first.");
    }
    Path unfinished = Unfinished.beside(file);
    boolean opened = false;
    boolean done = false;
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW))) {
        opened = true;
        new DumpWriter(out).writeAll(store);
      }
      Unfinished.name(unfinished, file, true);
      done = true;
    } catch (IOException | UncheckedWrite e) {
      throw new ToolException(
          opened
              ? "Unable to write " + file + ": " + IoText.reason(e)
              : "Unable to open " + file + " for writing");
    } catch (StoreException e) {
      throw new ToolException("Error reading next record from wallet database");
    } finally {
      if (opened && !done) {
        remove(unfinished);
      }
    }
  }

  private static void remove(Path file) throws ToolException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ToolException("Unable to remove the unfinished " + file + ": " + IoText.reason(e));
    }
  }

  /** Carries an I/O failure out of the visit of records. */
  private static final class UncheckedWrite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncheckedWrite(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private void writeAll(WalletStore store) throws IOException {
    line(MAGIC, Integer.toString(VERSION));
    line("format", "sqlite");
    store.forEach(
        Bytes.EMPTY,
        (key, value) -> {
          try {
            line(key.toHex(), value.toHex());
          } catch (IOException e) {
            throw new UncheckedWrite(e);
          }
        });
    byte[] checksum = Hashes.finishTwice(digest);
    out.write(text("checksum", Bytes.wrap(checksum).toHex()));
  }

  private void line(String key, String value) throws IOException {
    byte[] line = text(key, value);
    digest.update(line);
    out.write(line);
  }

  private static byte[] text(String key, String value) {
    return (key + "," + value + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
