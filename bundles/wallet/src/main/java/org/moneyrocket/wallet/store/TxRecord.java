// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/**
 * The stored form of a wallet transaction.
 *
 * @param transaction the main witness variant
 * @param orderPosition place in the order of arrival, -1 if unknown
 * @param timeReceived seconds since 1970 when it was first seen
 * @param timeSmart best knowledge of its time, 0 if never worked out
 * @param notes what people wrote about it
 */
public record TxRecord(
    Transaction transaction,
    TxState state,
    long orderPosition,
    long timeReceived,
    long timeSmart,
    Notes notes) {
  private static final int MAX_TEXT = 1_000_000;
  private static final Bytes ZERO = Bytes.wrap(new byte[32]);
  private static final Bytes ONE = one();

  /**
   * What goes with a transaction besides the transaction.
   *
   * @param from from very old programs
   * @param message from very old programs
   * @param messages messages of payment requests (BIP21)
   * @param paymentRequests from old programs (BIP70)
   */
  public record Notes(
      Optional<String> from,
      Optional<String> message,
      Optional<String> comment,
      Optional<String> to,
      Optional<Txid> replaces,
      Optional<Txid> replacedBy,
      List<String> messages,
      List<String> paymentRequests) {
    public static final Notes NONE =
        new Notes(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    public Notes {
      messages = List.copyOf(messages);
      paymentRequests = List.copyOf(paymentRequests);
    }

    /** Returns notes with comments; an empty text is none. */
    public Notes withComments(String comment, String to) {
      return new Notes(
          from, message, text(comment), text(to), replaces, replacedBy, messages, paymentRequests);
    }

    public Notes withReplaces(Txid txid) {
      return new Notes(
          from, message, comment, to, Optional.of(txid), replacedBy, messages, paymentRequests);
    }

    public Notes withReplacedBy(Txid txid) {
      return new Notes(
          from, message, comment, to, replaces, Optional.of(txid), messages, paymentRequests);
    }

    public Notes withMessages(List<String> newMessages) {
      return new Notes(
          from, message, comment, to, replaces, replacedBy, newMessages, paymentRequests);
    }

    private static Optional<String> text(String value) {
      return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
  }

  private static Bytes one() {
    byte[] one = new byte[32];
    one[0] = 1;
    return Bytes.wrap(one);
  }

  public void write(ByteWriter out) {
    transaction.write(out);
    out.bytes(stateHash()).compactSize(0).i32(stateIndex()).compactSize(0);
    TreeMap<String, String> values = values();
    out.compactSize(values.size());
    for (Map.Entry<String, String> value : values.entrySet()) {
      out.text(value.getKey()).text(value.getValue());
    }
    out.compactSize(notes.messages().size() + notes.paymentRequests().size());
    for (String message : notes.messages()) {
      out.text("Message").text(message);
    }
    for (String request : notes.paymentRequests()) {
      out.text("PaymentRequest").text(request);
    }
    out.u32(0).u32(timeReceived).bool(false).bool(false);
  }

  public Bytes toBytes() {
    ByteWriter out = new ByteWriter(transaction.totalSize() + 256);
    write(out);
    return out.toBytes();
  }

  private TreeMap<String, String> values() {
    TreeMap<String, String> values = new TreeMap<>();
    notes.from().ifPresent(v -> values.put("from", v));
    notes.message().ifPresent(v -> values.put("message", v));
    notes.comment().ifPresent(v -> values.put("comment", v));
    notes.to().ifPresent(v -> values.put("to", v));
    notes.replaces().ifPresent(v -> values.put("replaces_txid", v.toString()));
    notes.replacedBy().ifPresent(v -> values.put("replaced_by_txid", v.toString()));
    values.put("fromaccount", "");
    if (orderPosition != -1) {
      values.put("n", Long.toString(orderPosition));
    }
    if (timeSmart != 0) {
      values.put("timesmart", Long.toString(timeSmart));
    }
    return values;
  }

  private Bytes stateHash() {
    return switch (state) {
      case TxState.Confirmed s -> s.block().hash();
      case TxState.InMempool() -> ZERO;
      case TxState.BlockConflicted s -> s.block().hash();
      case TxState.Inactive(boolean abandoned) -> abandoned ? ONE : ZERO;
      case TxState.Unrecognized s -> s.hash();
    };
  }

  private int stateIndex() {
    return switch (state) {
      case TxState.Confirmed s -> s.position();
      case TxState.InMempool() -> 0;
      case TxState.BlockConflicted s -> -1;
      case TxState.Inactive(boolean abandoned) -> abandoned ? -1 : 0;
      case TxState.Unrecognized s -> s.index();
    };
  }

  private static TxState state(Bytes hash, int index) {
    if (hash.equals(ZERO)) {
      return index == 0 ? TxState.INACTIVE : new TxState.Unrecognized(hash, index);
    }
    if (hash.equals(ONE)) {
      return index == -1 ? TxState.ABANDONED : new TxState.Unrecognized(hash, index);
    }
    if (index >= 0) {
      return new TxState.Confirmed(new BlockHash(hash), -1, index);
    }
    return index == -1
        ? new TxState.BlockConflicted(new BlockHash(hash), -1)
        : new TxState.Unrecognized(hash, index);
  }

  /** Reads the value of a record. */
  public static TxRecord decode(Bytes value) throws DecodeException {
    ByteReader in = new ByteReader(value);
    Transaction transaction = Transaction.read(in);
    Bytes hash = in.bytes(32);
    skipMerkleBranch(in);
    int index = in.i32();
    int parents = in.count(1);
    for (int i = 0; i < parents; i++) {
      Transaction.read(in);
      in.skip(32);
      skipMerkleBranch(in);
      in.skip(4);
    }
    Map<String, String> values = new TreeMap<>();
    int count = in.count(2);
    for (int i = 0; i < count; i++) {
      values.put(in.text(MAX_TEXT), in.text(MAX_TEXT));
    }
    List<String> messages = new ArrayList<>();
    List<String> requests = new ArrayList<>();
    int forms = in.count(2);
    for (int i = 0; i < forms; i++) {
      String name = in.text(MAX_TEXT);
      String text = in.text(MAX_TEXT);
      switch (name) {
        case "Message" -> messages.add(text);
        case "PaymentRequest" -> requests.add(text);
        default ->
            throw new DecodeException("Unknown type in CWalletTx messages and requests vector");
      }
    }
    in.skip(4);
    long timeReceived = in.u32();
    in.skip(2);
    return read(transaction, state(hash, index), timeReceived, values, messages, requests);
  }

  private static void skipMerkleBranch(ByteReader in) throws DecodeException {
    in.skip(32 * in.count(32));
  }

  private static TxRecord read(
      Transaction transaction,
      TxState state,
      long timeReceived,
      Map<String, String> values,
      List<String> messages,
      List<String> requests)
      throws DecodeException {
    Map<String, String> rest = new TreeMap<>(values);
    rest.remove("fromaccount");
    rest.remove("spent");
    String position = rest.remove("n");
    String smart = rest.remove("timesmart");
    Notes notes =
        new Notes(
            Optional.ofNullable(rest.remove("from")),
            Optional.ofNullable(rest.remove("message")),
            Optional.ofNullable(rest.remove("comment")),
            Optional.ofNullable(rest.remove("to")),
            txid(rest.remove("replaces_txid")),
            txid(rest.remove("replaced_by_txid")),
            messages,
            requests);
    if (!rest.isEmpty()) {
      throw new DecodeException("Unexpected value in CWalletTx strings value map");
    }
    return new TxRecord(
        transaction,
        state,
        position == null ? -1 : number(position),
        timeReceived,
        smart == null ? 0 : number(smart) & 0xffffffffL,
        notes);
  }

  private static Optional<Txid> txid(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.matches("[0-9a-fA-F]{64}")
        ? Optional.of(Txid.fromDisplay(text))
        : Optional.empty();
  }

  /** Reads leading digits as C's atoi does; no digits give 0. */
  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
