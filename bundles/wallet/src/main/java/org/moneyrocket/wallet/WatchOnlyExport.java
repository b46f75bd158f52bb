// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.keys.PublicCopy;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.Unfinished;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.moneyrocket.wallet.store.WalletRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a copy of a wallet that can watch but not spend. */
public final class WatchOnlyExport {
  private static final Logger log = LoggerFactory.getLogger(WatchOnlyExport.class);

  /** The copy was not made; the message is a sentence for the user. */
  public static final class ExportException extends Exception {
    private static final long serialVersionUID = 1L;

    ExportException(String message) {
      super(message);
    }
  }

  private final OpenWallet wallet;

  public WatchOnlyExport(OpenWallet wallet) {
    this.wallet = wallet;
  }

  /** Writes the copy to a file that does not exist yet; a locked wallet will do. */
  public void writeTo(String destination) throws ExportException {
    if (destination.isEmpty()) {
      throw new ExportException("Error: Export destination cannot be empty");
    }
    Path file = Path.of(destination);
    if (Files.exists(file)) {
      throw new ExportException("Error: Export destination '" + destination + "' already exists");
    }
    if (file.toAbsolutePath().getParent() == null) {
      throw new ExportException("Error: Could not create file '" + destination + "'");
    }
    Path copy = Unfinished.beside(file);
    try {
      Files.createFile(copy);
    } catch (IOException e) {
      throw new ExportException("Error: Could not create file '" + destination + "'");
    }
    try {
      write(copy);
      Unfinished.name(copy, file, true);
    } catch (StoreException | WalletOpenException | IOException e) {
      log.warn("{} export failed: {}", wallet.logName(), e.getMessage());
      throw new ExportException("Error: Unable to write the exported wallet");
    } finally {
      Unfinished.discard(copy);
    }
  }

  private void write(Path file) throws ExportException, WalletOpenException {
    wallet.lock().lock();
    try {
      if (wallet.ring().descriptors().isEmpty()) {
        throw new ExportException("Error: Wallet has no descriptors to export");
      }
      wallet.ring().topUp(0);
      WalletRecords to = new WalletRecords(wallet.environment().files().createAt(file));
      try {
        to.atomically(() -> copyTo(to));
      } finally {
        to.close();
      }
    } finally {
      wallet.lock().unlock();
    }
  }

  private void copyTo(WalletRecords to) {
    to.putVersion();
    to.putFlags(wallet.flags() | WalletFlag.DISABLE_PRIVATE_KEYS.mask());
    new PublicCopy(wallet.ring(), to).write();
    wallet
        .ledger()
        .locked()
        .forEach(
            (outPoint, persistent) -> {
              if (persistent) {
                to.putLockedOutput(outPoint);
              }
            });
    to.putNextOrderPosition(wallet.ledger().nextOrderPosition());
    wallet.follower().position().ifPresent(to::putBestBlock);
    for (WalletTx tx : wallet.ledger().ordered()) {
      to.putTransaction(tx.toRecord(), tx.variants());
    }
    wallet.book().all().forEach(entry -> copy(entry, to));
  }

  private static void copy(AddressBook.Entry entry, WalletRecords to) {
    String address = entry.address();
    entry.purpose().ifPresent(purpose -> to.putPurpose(address, purpose.text()));
    entry.label().ifPresent(label -> to.putLabel(address, label));
    entry
        .receiveRequests()
        .forEach((number, request) -> to.putReceiveRequest(address, number, request));
    if (entry.isUsed()) {
      to.putUsed(address, true);
    }
  }
}
