// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** Records of a wallet file, damaged in any way. */
public final class WalletFuzz {
  private static final List<String> TYPES =
      List.of(
          RecordType.VERSION,
          RecordType.FLAGS,
          RecordType.DESCRIPTOR,
          RecordType.DESCRIPTOR_KEY,
          RecordType.DESCRIPTOR_ENCRYPTED_KEY,
          RecordType.DESCRIPTOR_CACHE,
          RecordType.DESCRIPTOR_LAST_HARDENED_CACHE,
          RecordType.ACTIVE_EXTERNAL,
          RecordType.ACTIVE_INTERNAL,
          RecordType.MASTER_KEY,
          RecordType.NAME,
          RecordType.PURPOSE,
          RecordType.DESTINATION_DATA,
          RecordType.TRANSACTION,
          RecordType.WITNESS_VARIANT,
          RecordType.LOCKED_OUTPUT,
          RecordType.NEXT_ORDER_POSITION,
          RecordType.BEST_BLOCK,
          RecordType.BEST_BLOCK_NO_MERKLE,
          RecordType.SEND_KEY);
  private static final Bytes ID = Bytes.wrap(new byte[32]);

  private WalletFuzz() {}

  /** Returns what reads records of a wallet's file. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder("wallet transaction", 64, input -> TxRecord.decode(Bytes.wrap(input))),
        new Decoder("wallet descriptor", 64, input -> DescriptorRecord.decode(Bytes.wrap(input))),
        new Decoder("master key", 64, input -> MasterKeyRecord.decode(Bytes.wrap(input))));
  }

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int choice = in.choose(6);
    try {
      switch (choice) {
        case 0 -> {
          TxRecord record = TxRecord.decode(Bytes.wrap(in.rest()));
          Bytes written = record.toBytes();
          Check.same(TxRecord.decode(written).toBytes(), written, "transaction record");
        }
        case 1 -> {
          DescriptorRecord record = DescriptorRecord.decode(Bytes.wrap(in.rest()));
          Check.same(DescriptorRecord.decode(record.toBytes()), record, "descriptor record");
        }
        case 2 -> {
          MasterKeyRecord record = MasterKeyRecord.decode(Bytes.wrap(in.rest()));
          Check.same(MasterKeyRecord.decode(record.toBytes()), record, "master key record");
        }
        case 3 -> PrivateKeyDer.secret(in.rest());
        default -> wallet(in);
      }
    } catch (DecodeException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static void wallet(FuzzInput in) {
    Memory store = new Memory();
    Bytes flags = RecordKeys.of(RecordType.FLAGS);
    store.put(flags, Bytes.fromHex("0000000004000000"));
    boolean own = in.flag();
    store.put(
        RecordKeys.of(RecordType.DESCRIPTOR).concat(ID),
        own ? in.shortBytes() : new DescriptorRecord("raw(51)", 1, 0, 0, 0).toBytes());
    while (in.remaining() > 0) {
      Bytes key = RecordKeys.of(TYPES.get(in.choose(TYPES.size())));
      if (in.flag()) {
        key = key.concat(ID);
      }
      store.put(key.concat(in.shortBytes()), in.shortBytes());
    }
    WalletContents contents = WalletReader.read(store);
    Check.that(
        contents.problems().isEmpty() == (contents.verdict() == LoadVerdict.OK),
        contents.verdict() + " for " + contents.problems());
  }

  /** A store that keeps its records in memory. */
  private static final class Memory implements WalletStore {
    private final TreeMap<Bytes, Bytes> records = new TreeMap<>();

    @Override
    public Optional<Bytes> get(Bytes key) {
      return Optional.ofNullable(records.get(key));
    }

    @Override
    public void put(Bytes key, Bytes value) {
      records.put(key, value);
    }

    @Override
    public void delete(Bytes key) {
      records.remove(key);
    }

    @Override
    public void forEach(Bytes prefix, RecordVisitor visitor) {
      records.forEach(
          (key, value) -> {
            if (key.startsWith(prefix)) {
              visitor.visit(key, Bytes.wrap(value.toArray()));
            }
          });
    }

    @Override
    public void atomically(Runnable changes) {
      changes.run();
    }

    @Override
    public void backup(Path target) {
      throw new UnsupportedOperationException("a store in memory has no file");
    }

    @Override
    public void compact() {
      // There is nothing to compact in memory.
    }

    @Override
    public boolean hadPlainKeys() {
      return false;
    }

    @Override
    public String fileName() {
      return "memory";
    }

    @Override
    public void close() {
      records.clear();
    }
  }
}
