// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.nio.file.Path;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/**
 * Records of one wallet, each a key and a value. Safe for several threads. Every method may throw
 * {@link StoreException}.
 */
public interface WalletStore extends AutoCloseable {
  /** Receives records. What it is given belongs to it: the value may be wiped. */
  @FunctionalInterface
  interface RecordVisitor {
    void visit(Bytes key, Bytes value);
  }

  Optional<Bytes> get(Bytes key);

  /** Writes a record, replacing what was there; keeps no reference to the value. */
  void put(Bytes key, Bytes value);

  /** Removes a record if it is there. */
  void delete(Bytes key);

  /** Visits all records whose key begins with {@code prefix}, in order of their keys. */
  void forEach(Bytes prefix, RecordVisitor visitor);

  /**
   * Makes all writes of {@code work} at once or, if it throws, none. Inside another call it joins
   * that one. Other threads wait.
   */
  void atomically(Runnable work);

  /**
   * Copies all records to a file, replacing a database that is there. The file gets its name when
   * it is complete, on the disk and was read again; if that fails nothing is left.
   */
  void backup(Path destination);

  /** Rewrites the file so that deleted records leave no trace. */
  void compact();

  /**
   * Tells whether the file, unused parts included, seemed to hold private keys in clear when it was
   * opened.
   */
  boolean hadPlainKeys();

  /** Returns the name shown in messages: the path of the file. */
  String fileName();

  /** Gives the file and its lock back. Closing twice is harmless. */
  @Override
  void close();
}
