// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.OwnOutput;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.keys.OwnedDescriptor;

/** What a wallet knows, as lines of text, to compare it with what its file holds. */
public final class Memory {
  private Memory() {}

  /** Returns everything that the file stands for; passphrases in use are none of it. */
  public static List<String> of(OpenWallet wallet) {
    return wallet.locked(() -> lines(wallet));
  }

  /** Returns the lines that only one of the two has, each with a sign. */
  public static List<String> difference(List<String> before, List<String> after) {
    List<String> difference = new ArrayList<>();
    before.stream().filter(l -> !after.contains(l)).forEach(l -> difference.add("- " + l));
    after.stream().filter(l -> !before.contains(l)).forEach(l -> difference.add("+ " + l));
    return difference;
  }

  private static List<String> lines(OpenWallet wallet) {
    List<String> lines = new ArrayList<>();
    lines.add("flags " + wallet.flags());
    lines.add("encrypted " + wallet.isEncrypted());
    lines.add("birth " + wallet.sync().birthTime());
    lines.add("last block " + wallet.ledger().lastBlock());
    lines.add("next position " + wallet.ledger().nextOrderPosition());
    TreeSet<String> sorted = new TreeSet<>();
    wallet.ledger().locked().forEach((coin, kept) -> sorted.add("locked " + coin + " " + kept));
    for (OwnedDescriptor descriptor : wallet.ring().descriptors()) {
      sorted.add(descriptor(descriptor));
    }
    for (OutputType type : OutputType.values()) {
      for (boolean change : new boolean[] {false, true}) {
        wallet
            .ring()
            .active(type, change)
            .ifPresent(d -> sorted.add("active " + type + change + " " + d.id()));
      }
    }
    for (AddressBook.Entry entry : wallet.book().all()) {
      sorted.add(
          "address "
              + entry.address()
              + entry.label()
              + entry.purpose()
              + entry.isUsed()
              + entry.receiveRequests());
    }
    for (WalletTx tx : wallet.ledger().all()) {
      sorted.add("transaction " + tx.toRecord() + " " + tx.alternates() + spending(wallet, tx));
    }
    for (OwnOutput own : wallet.ledger().ownOutputs()) {
      sorted.add("own " + own.outPoint() + " " + wallet.ledger().howSpent(own.outPoint()));
    }
    for (Bytes script : wallet.ring().scripts()) {
      sorted.add("script " + script + " " + new TreeMap<>(owners(wallet, script)));
    }
    lines.addAll(sorted);
    return lines;
  }

  private static Map<String, Integer> owners(OpenWallet wallet, Bytes script) {
    Map<String, Integer> owners = new TreeMap<>();
    for (OwnedDescriptor owner : wallet.ring().owners(script)) {
      owners.put(owner.id().toString(), owner.position(script).orElse(-1));
    }
    return owners;
  }

  private static String spending(OpenWallet wallet, WalletTx tx) {
    return " " + new TreeSet<>(tx.mempoolConflicts()) + " " + wallet.ledger().conflicts(tx);
  }

  private static String descriptor(OwnedDescriptor d) {
    return "descriptor "
        + d.record()
        + " keys "
        + d.hasPrivateKeys()
        + " encrypted "
        + d.hasEncryptedKeys()
        + " scripts "
        + d.scripts().size()
        + " can give "
        + d.canGiveAddresses();
  }
}
