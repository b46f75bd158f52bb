// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.tool;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.wallet.LoadProblems;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.keys.KeyRingLoader;
import org.moneyrocket.wallet.keys.KeyStretch;
import org.moneyrocket.wallet.keys.KeyVault;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.store.LoadVerdict;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletReader;
import org.moneyrocket.wallet.store.WalletRecords;
import org.moneyrocket.wallet.store.WalletStore;

/** The keys and addresses of a wallet file that no node is asked about. */
final class FileWallet implements AutoCloseable {
  private final String name;
  private final WalletStore store;
  private final WalletRecords records;
  private final AddressBook book;
  private final KeyRing ring;
  private int transactions;

  /**
   * @param keypoolSize scripts derived ahead
   */
  FileWallet(String name, WalletStore store, ChainParameters parameters, int keypoolSize) {
    ChainFormat format = new ChainFormat(parameters.keys());
    SecureRandom random = new SecureRandom();
    this.name = name;
    this.store = store;
    this.records = new WalletRecords(store);
    this.book = new AddressBook(format, records);
    this.ring =
        new KeyRing(
            new KeyRing.Environment(
                format,
                parameters.chain().isTestChain(),
                keypoolSize,
                () -> Instant.now().getEpochSecond(),
                random),
            records,
            new KeyVault(records, random, KeyStretch.measured()),
            book);
  }

  /** Fills an empty file: a new seed and the descriptors from it. */
  void create() {
    records.atomically(
        () -> {
          records.putVersion();
          records.putFlags(WalletFlag.DESCRIPTORS.mask());
          ring.createDefaults();
        });
  }

  /** Reads the file and changes nothing in it. */
  void load(PrintStream err) throws ToolException {
    WalletContents contents = WalletReader.read(store);
    LoadVerdict verdict = contents.verdict();
    if (contents.flags().isEmpty() && !contents.descriptors().isEmpty()) {
      verdict = verdict.worse(LoadVerdict.CORRUPT);
    }
    if (verdict.usable()) {
      verdict = verdict.worse(new KeyRingLoader(ring).load(contents));
    }
    Optional<String> failure = LoadProblems.failure(verdict, store.fileName());
    if (failure.isPresent()) {
      throw new ToolException(failure.get());
    }
    LoadProblems.warning(verdict, store.fileName()).ifPresent(err::println);
    book.load(contents);
    transactions = contents.transactions().size();
  }

  void print(PrintStream out) {
    boolean seeded =
        !ring.active().isEmpty() && ring.active().stream().allMatch(OwnedDescriptor::isRange);
    out.print("Wallet info\n===========\n");
    out.print("Name: " + name + "\n");
    out.print("Format: sqlite\n");
    out.print("Descriptors: yes\n");
    out.print("Encrypted: " + yesOrNo(ring.vault().isEncrypted()) + "\n");
    out.print("HD (hd seed available): " + yesOrNo(seeded) + "\n");
    out.print("Keypool Size: " + ring.keypool() + "\n");
    out.print("Transactions: " + transactions + "\n");
    out.print("Address Book: " + book.all().size() + "\n");
  }

  private static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }

  @Override
  public void close() {
    ring.wipe();
    store.close();
  }
}
