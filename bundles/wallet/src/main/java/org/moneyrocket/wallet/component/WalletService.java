// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.wallet.AddressEntry;
import org.moneyrocket.interfaces.wallet.AddressOutcome;
import org.moneyrocket.interfaces.wallet.AddressType;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.CoinEntry;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendPreview;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.interfaces.wallet.TxDetails;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.TxQuery;
import org.moneyrocket.interfaces.wallet.UnlockOutcome;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletListener;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.OwnOutput;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.keys.AddressUnavailableException;
import org.moneyrocket.wallet.select.Candidate;
import org.moneyrocket.wallet.spend.AvailableCoins;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows one loaded wallet to windows, shells and other processes. */
public final class WalletService implements Wallet {
  private static final Logger log = LoggerFactory.getLogger(WalletService.class);

  private final OpenWallet wallet;
  private final WalletHistory history;
  private final WalletSends sends;

  public WalletService(OpenWallet wallet) {
    this.wallet = wallet;
    this.history = new WalletHistory(wallet);
    this.sends = new WalletSends(wallet);
  }

  @FunctionalInterface
  private interface Work<T> {
    T run();
  }

  /** Waits until the wallet is as new as the chain, then works with the wallet's lock held. */
  private <T> T current(Work<T> work) {
    wallet.awaitCurrent();
    wallet.lock().lock();
    try {
      return work.run();
    } finally {
      wallet.lock().unlock();
    }
  }

  @Override
  public String name() {
    return wallet.name();
  }

  @Override
  public WalletStatus status() {
    return current(wallet::status);
  }

  @Override
  public Balances balances() {
    return status().balances();
  }

  @Override
  public Subscription subscribe(WalletListener listener) {
    return wallet.events().subscribe(listener);
  }

  // ---- history

  @Override
  public TxPage transactions(TxQuery query) {
    return current(() -> history.page(query));
  }

  @Override
  public Optional<TxDetails> transaction(Txid txid) {
    return current(() -> wallet.ledger().find(txid).map(history::details));
  }

  // ---- addresses

  @Override
  public AddressOutcome newAddress(AddressType type, String label) {
    return current(
        () -> {
          try {
            OutputType wanted = OutputType.byLabel(type.text()).orElse(OutputType.BECH32);
            Destination destination = wallet.ring().newAddress(wanted, label);
            wallet.events().addressesChanged();
            return new AddressOutcome(
                wallet.book().find(destination.script()).map(e -> entry(destination, e)), "");
          } catch (AddressUnavailableException e) {
            return new AddressOutcome(Optional.empty(), String.valueOf(e.getMessage()));
          }
        });
  }

  private AddressEntry entry(Destination destination, AddressBook.Entry entry) {
    Bytes script = destination.script();
    long received = 0;
    boolean used = false;
    for (OwnOutput own : wallet.ledger().ownOutputs()) {
      if (own.output().script().equals(script)) {
        used = true;
        if (wallet.ledger().depth(own.tx()) >= 1) {
          received += own.output().valueSats();
        }
      }
    }
    String label = entry.label().orElse("");
    String uri = "bitcoin:" + entry.address();
    if (!label.isEmpty()) {
      uri +=
          "?label="
              + java.net.URLEncoder.encode(label, java.nio.charset.StandardCharsets.UTF_8)
                  .replace("+", "%20");
    }
    return new AddressEntry(
        entry.address(),
        label,
        entry.purpose().map(AddressBook.Purpose::text).orElse(""),
        0,
        new Amount(received),
        used,
        uri);
  }

  @Override
  public List<AddressEntry> addresses(boolean receiving, int offset, int limit) {
    return current(
        () -> {
          List<AddressEntry> all = new ArrayList<>();
          wallet
              .book()
              .labelled()
              .forEach(
                  (script, entry) -> {
                    if (wallet.ring().isMine(script) == receiving) {
                      Destination.of(script).ifPresent(d -> all.add(entry(d, entry)));
                    }
                  });
          return window(all.reversed(), offset, limit);
        });
  }

  private static <T> List<T> window(List<T> all, int offset, int limit) {
    int from = Math.clamp(offset, 0, all.size());
    return List.copyOf(all.subList(from, (int) Math.min(all.size(), (long) from + limit)));
  }

  @Override
  public String setLabel(String address, String label) {
    Optional<Destination> destination = wallet.format().decode(address);
    if (destination.isEmpty()) {
      return checkAddress(address);
    }
    return current(
        () -> {
          boolean mine = wallet.ring().isMine(destination.get().script());
          wallet
              .book()
              .setLabel(
                  destination.get(),
                  label,
                  Optional.of(mine ? AddressBook.Purpose.RECEIVE : AddressBook.Purpose.SEND));
          wallet.events().addressesChanged();
          return "";
        });
  }

  @Override
  public String checkAddress(String text) {
    return wallet.format().decodeAddress(text)
            instanceof ChainFormat.AddressResult.Invalid(String error, List<Integer> _)
        ? error
        : "";
  }

  // ---- coins

  @Override
  public List<CoinEntry> coins(int offset, int limit) {
    return current(
        () -> {
          List<CoinEntry> all = new ArrayList<>();
          SpendOptions options = new SpendOptions().includeUnsafe(true);
          AvailableCoins.Filter filter = AvailableCoins.Filter.LISTING.withLocked();
          for (Candidate coin :
              new AvailableCoins(wallet, options, filter).find(Optional.empty()).all()) {
            all.add(coin(coin));
          }
          all.sort(Comparator.comparing(CoinEntry::amount).reversed());
          return window(all, offset, limit);
        });
  }

  private CoinEntry coin(Candidate coin) {
    TxOut output = coin.output();
    return new CoinEntry(
        coin.outPoint(),
        new Amount(output.valueSats()),
        wallet.format().addressOf(output.script()).orElse(""),
        wallet.book().label(output.script()).orElse(""),
        coin.depth(),
        wallet.ledger().isLocked(coin.outPoint()),
        coin.solvable() && wallet.mayHavePrivateKeys(),
        coin.safe());
  }

  @Override
  public boolean setCoinLocked(OutPoint coin, boolean locked) {
    return current(
        () -> {
          if (wallet.ledger().ownOutput(coin).isEmpty()) {
            return false;
          }
          if (locked) {
            wallet.sync().lock(coin, true);
          } else {
            wallet.sync().unlock(coin);
          }
          wallet.events().statusChanged();
          return true;
        });
  }

  // ---- sending

  @Override
  public SendPreview previewSend(SendRequest request) {
    wallet.awaitCurrent();
    return sends.preview(request);
  }

  @Override
  public SendOutcome send(SendRequest request, SendDraft confirmed) {
    return sends.current(request.key(), () -> sends.send(request, confirmed));
  }

  @Override
  public SendOutcome sendOutcome(String key) {
    wallet.awaitCurrent();
    return sends.outcome(key);
  }

  @Override
  public SendPreview previewBump(Txid txid, FeeChoice fee) {
    wallet.awaitCurrent();
    return sends.previewBump(txid, fee);
  }

  @Override
  public SendOutcome bump(Txid txid, SendDraft confirmed, String key) {
    return sends.current(key, () -> sends.bump(txid, confirmed, key));
  }

  @Override
  public String abandon(Txid txid) {
    return current(
        () -> {
          Optional<WalletTx> tx = wallet.ledger().find(txid);
          if (tx.isEmpty()) {
            return "Invalid or non-wallet transaction id";
          }
          return wallet.sync().canAbandon(tx.get()) && wallet.sync().abandon(tx.get())
              ? ""
              : "Transaction not eligible for abandonment";
        });
  }

  // ---- encryption

  /** Does what changes the file; what went wrong with it is in the log. */
  private UnlockOutcome stored(Work<UnlockOutcome> work) {
    try {
      return work.run();
    } catch (StoreException e) {
      log.error("{} {}", wallet.logName(), e.getMessage());
      return UnlockOutcome.FAILED;
    }
  }

  @Override
  public UnlockOutcome encrypt(Secret passphrase) {
    if (wallet.isEncrypted()) {
      return UnlockOutcome.ALREADY_ENCRYPTED;
    }
    if (passphrase.size() == 0) {
      return UnlockOutcome.EMPTY_PASSPHRASE;
    }
    return stored(
        () ->
            wallet.mayHavePrivateKeys() && wallet.encrypt(passphrase)
                ? UnlockOutcome.OK
                : UnlockOutcome.FAILED);
  }

  @Override
  public UnlockOutcome unlock(Secret passphrase, Duration time) {
    if (!wallet.isEncrypted()) {
      return UnlockOutcome.NOT_ENCRYPTED;
    }
    if (passphrase.size() == 0) {
      return UnlockOutcome.EMPTY_PASSPHRASE;
    }
    return stored(
        () -> wallet.unlock(passphrase, time) ? UnlockOutcome.OK : UnlockOutcome.WRONG_PASSPHRASE);
  }

  @Override
  public void lock() {
    wallet.lockKeys();
  }

  @Override
  public UnlockOutcome changePassphrase(Secret old, Secret replacement) {
    if (!wallet.isEncrypted()) {
      return UnlockOutcome.NOT_ENCRYPTED;
    }
    if (old.size() == 0 || replacement.size() == 0) {
      return UnlockOutcome.EMPTY_PASSPHRASE;
    }
    return stored(
        () ->
            wallet.changePassphrase(old, replacement)
                ? UnlockOutcome.OK
                : UnlockOutcome.WRONG_PASSPHRASE);
  }

  @Override
  public String backup(String file) {
    try {
      wallet.awaitCurrent();
      wallet.backup(Path.of(file));
      return "";
    } catch (StoreException | InvalidPathException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
