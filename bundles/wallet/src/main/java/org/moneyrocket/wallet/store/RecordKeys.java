// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;

/** Keys of records: the type as a string, then what tells records of one type apart. */
final class RecordKeys {
  private RecordKeys() {}

  /** Returns the key of a type that occurs once, or the beginning of all keys of a type. */
  static Bytes of(String type) {
    return start(type).toBytes();
  }

  private static ByteWriter start(String type) {
    return new ByteWriter(128).text(type);
  }

  static Bytes descriptor(Bytes id) {
    return start(RecordType.DESCRIPTOR).bytes(id).toBytes();
  }

  static Bytes descriptorKey(Bytes id, Bytes publicKey, boolean encrypted) {
    String type = encrypted ? RecordType.DESCRIPTOR_ENCRYPTED_KEY : RecordType.DESCRIPTOR_KEY;
    return start(type).bytes(id).varBytes(publicKey).toBytes();
  }

  static Bytes parentXpub(Bytes id, int position) {
    return start(RecordType.DESCRIPTOR_CACHE).bytes(id).u32(position).toBytes();
  }

  static Bytes derivedXpub(Bytes id, int position, int index) {
    return start(RecordType.DESCRIPTOR_CACHE).bytes(id).u32(position).u32(index).toBytes();
  }

  static Bytes lastHardenedXpub(Bytes id, int position) {
    return start(RecordType.DESCRIPTOR_LAST_HARDENED_CACHE).bytes(id).u32(position).toBytes();
  }

  static Bytes active(int outputType, boolean internal) {
    return start(internal ? RecordType.ACTIVE_INTERNAL : RecordType.ACTIVE_EXTERNAL)
        .u8(outputType)
        .toBytes();
  }

  static Bytes masterKey(int id) {
    return start(RecordType.MASTER_KEY).u32(id).toBytes();
  }

  static Bytes address(String type, String address) {
    return start(type).text(address).toBytes();
  }

  static Bytes destinationData(String address, String name) {
    return start(RecordType.DESTINATION_DATA).text(address).text(name).toBytes();
  }

  static Bytes transaction(Txid txid) {
    return start(RecordType.TRANSACTION).bytes(txid.hash()).toBytes();
  }

  static Bytes variant(Txid txid, Wtxid wtxid) {
    return start(RecordType.WITNESS_VARIANT).bytes(txid.hash()).bytes(wtxid.hash()).toBytes();
  }

  static Bytes variants(Txid txid) {
    return start(RecordType.WITNESS_VARIANT).bytes(txid.hash()).toBytes();
  }

  static Bytes lockedOutput(OutPoint outPoint) {
    ByteWriter out = start(RecordType.LOCKED_OUTPUT);
    outPoint.write(out);
    return out.toBytes();
  }

  static Bytes sendKey(String key) {
    return start(RecordType.SEND_KEY).text(key).toBytes();
  }
}
