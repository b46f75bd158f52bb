// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.store.WalletContents.Slot;
import org.moneyrocket.wallet.store.WalletContents.StoredAddress;
import org.moneyrocket.wallet.store.WalletContents.StoredDescriptor;

/** Reads all records of a wallet, in the order in which they depend on each other. */
public final class WalletReader {
  private static final int MAX_TEXT = 10_000_000;
  private static final int MAX_LOCATOR = Locator.MAX;

  private final WalletStore store;
  private final WalletContents contents = new WalletContents();

  private WalletReader(WalletStore store) {
    this.store = store;
  }

  /** Reads what {@code store} holds; what is wrong is in the result. */
  public static WalletContents read(WalletStore store) {
    WalletReader reader = new WalletReader(store);
    reader.readAll();
    return reader.contents;
  }

  @FunctionalInterface
  private interface RecordParser {
    /**
     * @param key the key behind its type
     */
    void parse(ByteReader key, Bytes value) throws DecodeException;
  }

  private void readAll() {
    each(
        RecordType.VERSION,
        LoadVerdict.NONCRITICAL,
        (key, value) -> contents.version = Optional.of(new ByteReader(value).i32()));
    each(
        RecordType.FLAGS,
        LoadVerdict.CORRUPT,
        (key, value) -> contents.flags = Optional.of(new ByteReader(value).i64()));
    long flags = contents.flags.orElse(0L);
    if (WalletFlag.tooNew(flags)) {
      problem(LoadVerdict.TOO_NEW, "Unknown non-tolerable wallet flags found");
      return;
    }
    if (contents.flags.isPresent() && !WalletFlag.DESCRIPTORS.in(flags)) {
      problem(LoadVerdict.LEGACY, "a wallet from before descriptors");
      return;
    }
    refuseLegacyRecords();
    readDescriptors();
    readAddressBook();
    readActive();
    each(
        RecordType.MASTER_KEY,
        LoadVerdict.CORRUPT,
        (key, value) -> contents.masterKeys.put((int) key.u32(), MasterKeyRecord.decode(value)));
    readTransactions();
    readBestBlock();
    readSends();
    contents.leftovers = store.get(RecordKeys.of(RecordType.LEFTOVERS)).isPresent();
  }

  private void problem(LoadVerdict verdict, String text) {
    contents.verdict = contents.verdict.worse(verdict);
    contents.problems.add(text);
  }

  private void each(String type, LoadVerdict onFailure, RecordParser parser) {
    each(type, RecordKeys.of(type), onFailure, parser);
  }

  /** Visits the records below {@code prefix}, giving their keys from behind it. */
  private void each(String type, Bytes prefix, LoadVerdict onFailure, RecordParser parser) {
    store.forEach(
        prefix,
        (key, value) -> {
          ByteReader in =
              new ByteReader(key.unsafeArray(), prefix.size(), key.size() - prefix.size());
          try {
            parser.parse(in, value);
          } catch (DecodeException | IllegalArgumentException e) {
            problem(onFailure, "record of type " + type + " is damaged: " + e.getMessage());
          }
        });
  }

  private void refuseLegacyRecords() {
    for (String type : RecordType.LEGACY) {
      store.forEach(
          RecordKeys.of(type),
          (key, value) ->
              problem(
                  LoadVerdict.UNEXPECTED_LEGACY,
                  "Unexpected legacy entry of type " + type + " in descriptor wallet found"));
    }
  }

  private void readDescriptors() {
    List<StoredDescriptor> found = new ArrayList<>();
    store.forEach(
        RecordKeys.of(RecordType.DESCRIPTOR),
        (key, value) -> {
          Bytes prefix = RecordKeys.of(RecordType.DESCRIPTOR);
          if (key.size() != prefix.size() + 32) {
            problem(LoadVerdict.CORRUPT, "record of type walletdescriptor has a bad key");
            return;
          }
          try {
            found.add(
                new StoredDescriptor(key.slice(prefix.size(), 32), DescriptorRecord.decode(value)));
          } catch (DecodeException e) {
            problem(LoadVerdict.UNKNOWN_DESCRIPTOR, "descriptor record: " + e.getMessage());
          }
        });
    for (StoredDescriptor descriptor : found) {
      readCaches(descriptor);
      readKeys(descriptor);
    }
    contents.descriptors.addAll(found);
  }

  private void readCaches(StoredDescriptor descriptor) {
    Bytes id = descriptor.id();
    XpubCache cache = descriptor.cache();
    each(
        RecordType.DESCRIPTOR_CACHE,
        RecordKeys.of(RecordType.DESCRIPTOR_CACHE).concat(id),
        LoadVerdict.CORRUPT,
        (key, value) -> {
          int position = (int) key.u32();
          if (key.remaining() >= 4) {
            int index = (int) key.u32();
            cache.derived().put(new XpubCache.Derived(position, index), xpub(value));
          } else {
            cache.parents().put(position, xpub(value));
          }
        });
    each(
        RecordType.DESCRIPTOR_LAST_HARDENED_CACHE,
        RecordKeys.of(RecordType.DESCRIPTOR_LAST_HARDENED_CACHE).concat(id),
        LoadVerdict.CORRUPT,
        (key, value) -> cache.lastHardened().put((int) key.u32(), xpub(value)));
  }

  private static Bytes xpub(Bytes value) throws DecodeException {
    Bytes xpub = new ByteReader(value).varBytes();
    if (xpub.size() != XpubCache.XPUB_BYTES) {
      throw new DecodeException("extended public key of " + xpub.size() + " bytes");
    }
    return xpub;
  }

  private void readKeys(StoredDescriptor descriptor) {
    Bytes id = descriptor.id();
    each(
        RecordType.DESCRIPTOR_KEY,
        RecordKeys.of(RecordType.DESCRIPTOR_KEY).concat(id),
        LoadVerdict.CORRUPT,
        (key, value) -> {
          Bytes publicKey = key.varBytes();
          descriptor.keys().put(publicKey, plainKey(publicKey, value));
        });
    each(
        RecordType.DESCRIPTOR_ENCRYPTED_KEY,
        RecordKeys.of(RecordType.DESCRIPTOR_ENCRYPTED_KEY).concat(id),
        LoadVerdict.CORRUPT,
        (key, value) ->
            descriptor.encryptedKeys().put(key.varBytes(), new ByteReader(value).varBytes()));
  }

  private static PrivateKeyBytes plainKey(Bytes publicKey, Bytes value) throws DecodeException {
    ByteReader in = new ByteReader(value);
    byte[] der = in.array(in.count(1));
    try {
      Bytes hash = in.bytes(32);
      byte[] joined = PrivateKeyDer.joined(publicKey, der);
      boolean matches = Arrays.equals(Hashes.sha256d(joined), hash.unsafeArray());
      Arrays.fill(joined, (byte) 0);
      if (!matches) {
        throw new DecodeException("descriptor unencrypted key CPubKey/CPrivKey corrupt");
      }
      return PrivateKeyBytes.wrap(
          PrivateKeyDer.secret(der)
              .orElseThrow(
                  () -> new DecodeException("descriptor unencrypted key CPrivKey corrupt")));
    } finally {
      PrivateKeyDer.wipe(der);
      // The store made it for us.
      PrivateKeyDer.wipe(value.unsafeArray());
    }
  }

  private void readAddressBook() {
    each(
        RecordType.NAME,
        LoadVerdict.NONCRITICAL,
        (key, value) -> address(key).label = Optional.of(text(value)));
    each(
        RecordType.PURPOSE,
        LoadVerdict.NONCRITICAL,
        (key, value) -> {
          String purpose = text(value);
          Set<String> known = Set.of("receive", "send", "refund");
          address(key).purpose = known.contains(purpose) ? Optional.of(purpose) : Optional.empty();
        });
    each(
        RecordType.DESTINATION_DATA,
        LoadVerdict.NONCRITICAL,
        (key, value) -> {
          StoredAddress address = address(key);
          String name = key.text(MAX_TEXT);
          if (name.equals("used")) {
            address.used = true;
          } else if (name.startsWith("rr")) {
            address.receiveRequests.put(name.substring(2), binaryText(value));
          }
        });
  }

  private StoredAddress address(ByteReader key) throws DecodeException {
    return contents.addresses.computeIfAbsent(key.text(MAX_TEXT), a -> new StoredAddress());
  }

  private static String text(Bytes value) throws DecodeException {
    return new ByteReader(value).text(MAX_TEXT);
  }

  /** Returns a string that may hold any bytes, one character each. */
  private static String binaryText(Bytes value) throws DecodeException {
    return new String(
        new ByteReader(value).varBytes().unsafeArray(),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private void readActive() {
    for (boolean internal : new boolean[] {false, true}) {
      each(
          internal ? RecordType.ACTIVE_INTERNAL : RecordType.ACTIVE_EXTERNAL,
          LoadVerdict.CORRUPT,
          (key, value) ->
              contents.active.put(new Slot(key.u8(), internal), new ByteReader(value).bytes(32)));
    }
  }

  private void readTransactions() {
    Set<Txid> damaged = new HashSet<>();
    each(
        RecordType.TRANSACTION,
        LoadVerdict.CORRUPT,
        (key, value) -> {
          Txid txid = Txid.read(key);
          TxRecord record = TxRecord.decode(value);
          if (!record.transaction().txid().equals(txid)) {
            damaged.add(txid);
          }
          contents.transactions.add(record);
        });
    if (!damaged.isEmpty()) {
      problem(LoadVerdict.NEED_RESCAN, damaged.size() + " transaction records under a wrong txid");
    }
    each(
        RecordType.WITNESS_VARIANT,
        LoadVerdict.CORRUPT,
        (key, value) -> {
          Txid txid = Txid.read(key);
          Transaction variant = Transaction.read(new ByteReader(value));
          if (!variant.txid().equals(txid)) {
            throw new DecodeException("variant txid does not match wallet txid");
          }
          contents.variants.computeIfAbsent(txid, t -> new ArrayList<>()).add(variant);
        });
    each(
        RecordType.LOCKED_OUTPUT,
        LoadVerdict.NONCRITICAL,
        (key, value) -> contents.lockedOutputs.add(OutPoint.read(key)));
    each(
        RecordType.NEXT_ORDER_POSITION,
        LoadVerdict.NONCRITICAL,
        (key, value) -> contents.nextOrderPosition = Optional.of(new ByteReader(value).i64()));
  }

  private void readBestBlock() {
    for (String type : List.of(RecordType.BEST_BLOCK, RecordType.BEST_BLOCK_NO_MERKLE)) {
      Optional<Bytes> value = store.get(RecordKeys.of(type));
      if (value.isEmpty() || contents.bestBlock.isPresent()) {
        continue;
      }
      try {
        ByteReader in = new ByteReader(value.get());
        in.skip(4);
        int count = in.count(BlockHash.BYTES);
        List<BlockHash> hashes = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MAX_LOCATOR); i++) {
          hashes.add(BlockHash.read(in));
        }
        if (!hashes.isEmpty()) {
          contents.bestBlock = Optional.of(new Locator(hashes));
        }
      } catch (DecodeException e) {
        problem(LoadVerdict.NEED_RESCAN, "best block record: " + e.getMessage());
      }
    }
  }

  private void readSends() {
    each(
        RecordType.SEND_KEY,
        LoadVerdict.NONCRITICAL,
        (key, value) -> contents.sends.put(key.text(1000), Txid.read(new ByteReader(value))));
  }
}
