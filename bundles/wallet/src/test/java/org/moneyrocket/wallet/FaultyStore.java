// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.nio.file.Path;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.wallet.store.WalletStore;

/** A store whose writes, and COMMITs of something written, can be made to fail. */
final class FaultyStore implements WalletStore {
  private final WalletStore store;
  private final Faults faults;
  private int depth;
  private boolean wrote;

  FaultyStore(WalletStore store, Faults faults) {
    this.store = store;
    this.faults = faults;
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return store.get(key);
  }

  @Override
  public void put(Bytes key, Bytes value) {
    faults.count("writing");
    wrote = true;
    store.put(key, value);
  }

  @Override
  public void delete(Bytes key) {
    faults.count("deleting");
    wrote = true;
    store.delete(key);
  }

  @Override
  public void forEach(Bytes prefix, RecordVisitor visitor) {
    store.forEach(prefix, visitor);
  }

  @Override
  public void atomically(Runnable work) {
    store.atomically(
        () -> {
          depth++;
          try {
            work.run();
            if (depth == 1 && wrote) {
              faults.count("COMMIT");
            }
          } finally {
            depth--;
            wrote &= depth > 0;
          }
        });
  }

  @Override
  public void backup(Path destination) {
    faults.count("backup");
    store.backup(destination);
  }

  @Override
  public void compact() {
    faults.count("compacting");
    store.compact();
    faults.count("compacted");
  }

  @Override
  public boolean hadPlainKeys() {
    return store.hadPlainKeys();
  }

  @Override
  public String fileName() {
    return store.fileName();
  }

  @Override
  public void close() {
    store.close();
  }
}
