// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.sign.InputSignatures.TaprootKey;

/** Reads the fields of one map of a PSBT, and the parts that several kinds of fields share. */
final class FieldReader {
  private static final int PROPRIETARY = 0xfc;

  private final ByteReader in;
  private final String kind;
  private final Set<Bytes> seen = new HashSet<>();
  private Bytes key = Bytes.EMPTY;
  private long type;
  private int typeLength;

  /**
   * Starts at the current position of {@code in}.
   *
   * @param kind global, input or output, for errors
   */
  FieldReader(ByteReader in, String kind) {
    this.in = in;
    this.kind = kind;
  }

  /** Goes to the next field; false at the separator. */
  boolean next() throws DecodeException, PsbtException {
    if (in.remaining() == 0) {
      String article = kind.equals("global") ? "the global" : "an " + kind;
      throw PsbtException.inStream("Separator is missing at the end of " + article + " map");
    }
    key = in.varBytes();
    if (key.isEmpty()) {
      return false;
    }
    if (!seen.add(key)) {
      throw PsbtException.inStream(
          "Duplicate Key, " + kind + " key \"" + key + "\" already provided");
    }
    ByteReader start = new ByteReader(key);
    type = start.compactSize();
    typeLength = start.position();
    return true;
  }

  /** Returns the type of the current field. */
  long type() {
    return type;
  }

  /** Returns the whole key of the current field. */
  Bytes key() {
    return key;
  }

  /** Returns what follows the type in the key. */
  Bytes keyData() {
    return key.slice(typeLength, key.size() - typeLength);
  }

  void requireKeySize(String name, int size) throws PsbtException {
    require(key.size() == size, "Size of key was not " + size + " for the type " + name);
  }

  static void require(boolean condition, String error) throws PsbtException {
    if (!condition) {
      throw PsbtException.inStream(error);
    }
  }

  /** Reads what a value with a stated size holds. */
  interface Content<T> {
    T read(ByteReader in) throws DecodeException;
  }

  /** Reads a value of which the size is stated and known from the kind of field. */
  <T> T sized(Content<T> content) throws DecodeException, PsbtException {
    long size = in.compactSize();
    int from = in.position();
    T value = content.read(in);
    require(in.position() - from == size, "Size of value was not the stated size");
    return value;
  }

  /** Reads a value of any size. */
  Bytes bytes() throws DecodeException {
    return in.varBytes();
  }

  /** Keeps a field that is not understood. */
  void keep(PsbtMap map) throws DecodeException {
    if (type == PROPRIETARY) {
      ByteReader data = new ByteReader(keyData());
      Bytes identifier = data.varBytes();
      long subtype = data.compactSize();
      map.proprietary().add(new Proprietary(identifier, subtype, key, bytes()));
    } else {
      map.unknown().put(key, bytes());
    }
  }

  private KeyOrigin origin(long length) throws DecodeException, PsbtException {
    require(length % 4 == 0 && length > 0, "Invalid length for HD key path");
    Bytes fingerprint = in.bytes(4);
    List<Integer> steps = new ArrayList<>();
    for (long i = 4; i < length; i += 4) {
      steps.add(in.i32());
    }
    return new KeyOrigin(fingerprint, new KeyPath(steps));
  }

  KeyOrigin origin() throws DecodeException, PsbtException {
    return origin(in.compactSize());
  }

  /** Reads a public key with origin into {@code keys}. */
  void keyWithOrigin(Map<PublicKey, KeyOrigin> keys) throws DecodeException, PsbtException {
    PublicKey publicKey = keyInKey("BIP32 keypath");
    keys.putIfAbsent(publicKey, origin());
  }

  /** Returns the public key that is the current key. */
  PublicKey keyInKey(String name) throws PsbtException {
    require(
        key.size() == 34 || key.size() == 66,
        "Size of key was not the expected size for the type " + name);
    return publicKey(key.slice(1, key.size() - 1), "Invalid pubkey");
  }

  static PublicKey publicKey(Bytes bytes, String error) throws PsbtException {
    require(PublicKey.hasValidSize(bytes) && new PublicKey(bytes).isOnCurve(), error);
    return new PublicKey(bytes);
  }

  /** Reads an x-only key with leaves and origin into {@code keys}. */
  void taprootKey(String side, Map<XonlyKey, TaprootKey> keys)
      throws DecodeException, PsbtException {
    requireKeySize(side + " Taproot BIP32 Keypath", 33);
    long length = in.compactSize();
    int from = in.position();
    SortedSet<Bytes> leaves = new TreeSet<>();
    for (int count = in.count(32); count > 0; count--) {
      leaves.add(in.bytes(32));
    }
    int used = in.position() - from;
    require(used <= length, side + " Taproot BIP32 keypath has an invalid length");
    keys.putIfAbsent(new XonlyKey(key.slice(1, 32)), new TaprootKey(leaves, origin(length - used)));
  }

  /** Reads the participants of an aggregate key into {@code participants}. */
  void participants(String side, Map<PublicKey, List<PublicKey>> participants)
      throws DecodeException, PsbtException {
    requireKeySize(side + " MuSig2 Participants Pubkeys", 34);
    PublicKey aggregate = publicKey(keyData(), side + " musig2 aggregate pubkey is invalid");
    Bytes value = bytes();
    List<PublicKey> keys = new ArrayList<>();
    for (int at = 0; at + 33 <= value.size(); at += 33) {
      keys.add(publicKey(value.slice(at, 33), side + " musig2 participant pubkey is invalid"));
    }
    require(
        value.size() % 33 == 0,
        side + " musig2 participants pubkeys value size is not a multiple of 33");
    participants.putIfAbsent(aggregate, keys);
  }
}
