// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.moneyrocket.interfaces.wallet.TxEntry;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.TxQuery;
import org.moneyrocket.interfaces.wallet.Wallet;

/** Writes a history as comma-separated values, amounts in bitcoin. */
public final class CsvExport {
  private static final int PIECE = 1_000;

  private CsvExport() {}

  /**
   * Reads all entries that match {@code filter} and writes them. Not for the event thread.
   *
   * @return the number of entries
   */
  public static int write(Wallet wallet, TxQuery filter, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("Confirmed,Date,Type,Label,Address,Amount (BTC),Fee (BTC),ID\n");
      int written = 0;
      TxPage page;
      do {
        page =
            wallet.transactions(
                new TxQuery(
                    filter.text(),
                    filter.kind(),
                    filter.fromTime(),
                    filter.toTime(),
                    written,
                    PIECE));
        for (TxEntry entry : page.entries()) {
          out.write(line(entry));
        }
        written += page.entries().size();
      } while (!page.entries().isEmpty() && written < page.total());
      return written;
    }
  }

  static String line(TxEntry entry) {
    List<String> fields =
        List.of(
            Boolean.toString(entry.confirmations() > 0),
            Instant.ofEpochSecond(entry.time()).toString(),
            entry.kind().name().toLowerCase(Locale.ROOT),
            entry.label(),
            entry.address(),
            entry.amount().toBitcoin().toPlainString(),
            entry.fee().map(fee -> fee.toBitcoin().toPlainString()).orElse(""),
            entry.txid().toString());
    return String.join(",", fields.stream().map(CsvExport::quoted).toList()) + "\n";
  }

  /** Quotes every field; a label that a spreadsheet would take for a formula is disarmed. */
  private static String quoted(String field) {
    boolean number = field.matches("-?[0-9.]+");
    String safe =
        !number && !field.isEmpty() && "=+-@\t\r".indexOf(field.charAt(0)) >= 0
            ? "'" + field
            : field;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }
}
