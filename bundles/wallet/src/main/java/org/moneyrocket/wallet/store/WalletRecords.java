// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.Product;

/** Writes the records of a wallet. Safe for several threads. */
public final class WalletRecords {
  /** Version that the file remembers of its last program, as Bitcoin Core counts them. */
  public static final int CLIENT_VERSION = Product.INTERFACE_NUMBER;

  /** Version at the head of a stored locator. */
  private static final int LOCATOR_VERSION = 70016;

  private final WalletStore store;
  private final UnitOfWork unit;

  public WalletRecords(WalletStore store) {
    this.store = store;
    this.unit = new UnitOfWork(store);
  }

  /** Returns what keeps memory in step with these records. */
  public UnitOfWork unit() {
    return unit;
  }

  /** Makes all writes of {@code work} at once or none; memory goes with them. */
  public void atomically(Runnable work) {
    unit.run(work);
  }

  public void putVersion() {
    store.put(RecordKeys.of(RecordType.VERSION), new ByteWriter(4).i32(CLIENT_VERSION).toBytes());
  }

  public void putFlags(long flags) {
    store.put(RecordKeys.of(RecordType.FLAGS), new ByteWriter(8).i64(flags).toBytes());
  }

  // ---- descriptors and keys

  public void putDescriptor(Bytes id, DescriptorRecord record) {
    store.put(RecordKeys.descriptor(id), record.toBytes());
  }

  /** Writes an unencrypted private key. */
  public void putKey(Bytes id, Bytes publicKey, PrivateKeyBytes key) {
    byte[] secret = key.toArray();
    byte[] der = PrivateKeyDer.encode(secret, publicKey);
    byte[] joined = PrivateKeyDer.joined(publicKey, der);
    ByteWriter out = new ByteWriter(der.length + 40);
    out.compactSize(der.length).bytes(der).bytes(Hashes.sha256d(joined));
    Bytes value = out.toBytes();
    try {
      store.put(RecordKeys.descriptorKey(id, publicKey, false), value);
    } finally {
      PrivateKeyDer.wipe(secret);
      PrivateKeyDer.wipe(der);
      PrivateKeyDer.wipe(joined);
      PrivateKeyDer.wipe(out.unsafeArray());
      PrivateKeyDer.wipe(value.unsafeArray());
    }
  }

  /** Writes an encrypted private key in place of the unencrypted one. */
  public void putEncryptedKey(Bytes id, Bytes publicKey, Bytes encrypted) {
    store.put(
        RecordKeys.descriptorKey(id, publicKey, true),
        new ByteWriter(64).varBytes(encrypted).toBytes());
    store.delete(RecordKeys.descriptorKey(id, publicKey, false));
  }

  public void putParentXpub(Bytes id, int position, Bytes xpub) {
    store.put(RecordKeys.parentXpub(id, position), varBytes(xpub));
  }

  public void putDerivedXpub(Bytes id, int position, int index, Bytes xpub) {
    store.put(RecordKeys.derivedXpub(id, position, index), varBytes(xpub));
  }

  public void putLastHardenedXpub(Bytes id, int position, Bytes xpub) {
    store.put(RecordKeys.lastHardenedXpub(id, position), varBytes(xpub));
  }

  private static Bytes varBytes(Bytes value) {
    return new ByteWriter(value.size() + 5).varBytes(value).toBytes();
  }

  /** Makes a descriptor the one that gives out addresses of a type. */
  public void putActive(int outputType, boolean internal, Bytes id) {
    store.put(RecordKeys.active(outputType, internal), id);
  }

  public void deleteActive(int outputType, boolean internal) {
    store.delete(RecordKeys.active(outputType, internal));
  }

  public void putMasterKey(int id, MasterKeyRecord record) {
    store.put(RecordKeys.masterKey(id), record.toBytes());
  }

  public void deleteMasterKey(int id) {
    store.delete(RecordKeys.masterKey(id));
  }

  // ---- address book

  public void putLabel(String address, String label) {
    store.put(RecordKeys.address(RecordType.NAME, address), text(label));
  }

  public void deleteLabel(String address) {
    store.delete(RecordKeys.address(RecordType.NAME, address));
  }

  public void putPurpose(String address, String purpose) {
    store.put(RecordKeys.address(RecordType.PURPOSE, address), text(purpose));
  }

  public void deletePurpose(String address) {
    store.delete(RecordKeys.address(RecordType.PURPOSE, address));
  }

  /** Marks an address as spent from, or takes the mark away. */
  public void putUsed(String address, boolean used) {
    Bytes key = RecordKeys.destinationData(address, "used");
    if (used) {
      store.put(key, text("1"));
    } else {
      store.delete(key);
    }
  }

  /**
   * Writes a payment request.
   *
   * @param number decimal
   * @param serialized one character for each byte
   */
  public void putReceiveRequest(String address, String number, String serialized) {
    store.put(
        RecordKeys.destinationData(address, "rr" + number),
        varBytes(Bytes.wrap(serialized.getBytes(StandardCharsets.ISO_8859_1))));
  }

  public void deleteReceiveRequest(String address, String number) {
    store.delete(RecordKeys.destinationData(address, "rr" + number));
  }

  private static Bytes text(String value) {
    return new ByteWriter(64).text(value).toBytes();
  }

  // ---- transactions

  /** Writes a transaction with all its witness forms, the main one included. */
  public void putTransaction(TxRecord record, Iterable<Transaction> variants) {
    Txid txid = record.transaction().txid();
    atomically(
        () -> {
          for (Transaction variant : variants) {
            store.put(RecordKeys.variant(txid, variant.wtxid()), variant.toBytes());
          }
          store.put(RecordKeys.transaction(txid), record.toBytes());
        });
  }

  public void deleteTransaction(Txid txid) {
    atomically(
        () -> {
          List<Bytes> keys = new ArrayList<>();
          store.forEach(RecordKeys.variants(txid), (key, value) -> keys.add(key));
          keys.forEach(store::delete);
          store.delete(RecordKeys.transaction(txid));
        });
  }

  public void putNextOrderPosition(long position) {
    store.put(
        RecordKeys.of(RecordType.NEXT_ORDER_POSITION), new ByteWriter(8).i64(position).toBytes());
  }

  public void putLockedOutput(OutPoint outPoint) {
    store.put(RecordKeys.lockedOutput(outPoint), new ByteWriter(1).u8('1').toBytes());
  }

  public void deleteLockedOutput(OutPoint outPoint) {
    store.delete(RecordKeys.lockedOutput(outPoint));
  }

  /** Remembers which transaction a send with an idempotency key made. */
  public void putSend(String key, Txid txid) {
    store.put(RecordKeys.sendKey(key), txid.hash());
  }

  /** Writes how far the wallet followed the chain. */
  public void putBestBlock(Locator locator) {
    ByteWriter out = new ByteWriter(64 + 32 * locator.hashes().size());
    out.i32(LOCATOR_VERSION).compactSize(locator.hashes().size());
    locator.hashes().forEach(hash -> hash.write(out));
    // The empty first record makes very old programs scan again instead of trusting it.
    Bytes empty = new ByteWriter(8).i32(LOCATOR_VERSION).compactSize(0).toBytes();
    Bytes value = out.toBytes();
    if (store.get(RecordKeys.of(RecordType.BEST_BLOCK_NO_MERKLE)).equals(Optional.of(value))) {
      // Writing the same again would still change the file.
      return;
    }
    atomically(
        () -> {
          store.put(RecordKeys.of(RecordType.BEST_BLOCK), empty);
          store.put(RecordKeys.of(RecordType.BEST_BLOCK_NO_MERKLE), value);
        });
  }

  // ---- whole file

  /** Copies the file; see {@link WalletStore#backup}. */
  public void backup(Path destination) {
    store.backup(destination);
  }

  /**
   * Notes, in the same unit as the change itself, that what was replaced may lie in unused parts of
   * the file until {@link #overwriteLeftovers} has been here.
   */
  public void putLeftovers() {
    store.put(RecordKeys.of(RecordType.LEFTOVERS), new ByteWriter(1).u8('1').toBytes());
  }

  /** Rewrites the file so that replaced keys leave no trace. */
  public void overwriteLeftovers() {
    store.compact();
    store.delete(RecordKeys.of(RecordType.LEFTOVERS));
  }

  public String fileName() {
    return store.fileName();
  }

  public void close() {
    store.close();
  }
}
