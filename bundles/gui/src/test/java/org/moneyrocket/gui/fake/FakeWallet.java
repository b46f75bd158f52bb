// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.wallet.AddressEntry;
import org.moneyrocket.interfaces.wallet.AddressOutcome;
import org.moneyrocket.interfaces.wallet.AddressType;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.CoinEntry;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendPreview;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.interfaces.wallet.TxDetails;
import org.moneyrocket.interfaces.wallet.TxEntry;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.TxQuery;
import org.moneyrocket.interfaces.wallet.UnlockOutcome;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletListener;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/** A wallet with some history. */
public final class FakeWallet implements Wallet {
  private static final String[] LABELS = {
    "Rent November", "Bicycle repair", "", "Salary", "Book fair", "", "Coffee beans", "Mined"
  };

  public final List<WalletListener> listeners = new CopyOnWriteArrayList<>();
  public final List<SendRequest> sent = new CopyOnWriteArrayList<>();

  /** What was confirmed and sent, payments and replacements. */
  public final List<SendDraft> confirmed = new CopyOnWriteArrayList<>();

  /** Raises the fee of every preview, so that each looks different. */
  public volatile long feeSats = 1_410;

  /** Why what was confirmed is not sent any more, for the next send only. */
  public volatile String changed = "";

  public volatile Balances balances =
      new Balances(
          new Amount(142_870_311_204L),
          new Amount(142_870_311_204L),
          new Amount(2_500_000),
          new Amount(5_000_000_000L),
          Amount.ZERO);

  /** What is known by key; kept by a test over the death of a wallet. */
  public final Map<String, SendOutcome> outcomes;

  /** Thrown by the next send, after or before it is stored. */
  public volatile boolean dieBeforeStoring;

  public volatile boolean dieAfterStoring;
  public volatile String bumpError = "";
  public volatile boolean encrypted;
  public volatile boolean locked;
  public volatile long revision = 1;
  public volatile int historyLength = 40;
  private final String name;
  private final List<AddressEntry> addresses = new CopyOnWriteArrayList<>();

  public FakeWallet(String name) {
    this(name, new ConcurrentHashMap<>());
  }

  public FakeWallet(String name, Map<String, SendOutcome> outcomes) {
    this.name = name;
    this.outcomes = outcomes;
    for (int i = 0; i < 7; i++) {
      addresses.add(address(i, LABELS[i]));
    }
  }

  private static AddressEntry address(int i, String label) {
    String text =
        "bcrt1q" + "4x8kk0gr6gujlmvlyg2x8d7fu5u38j9w2cz".substring(0, 33) + (100 + i) + "ax";
    return new AddressEntry(
        text,
        label,
        "receive",
        System.currentTimeMillis() / 1000 - 86_400L * i * 3,
        new Amount(i % 2 == 0 ? 0 : 12_345_678L * i),
        i % 2 == 1,
        "bitcoin:" + text);
  }

  @Override
  public String name() {
    Threads.check();
    return name;
  }

  @Override
  public WalletStatus status() {
    Threads.check();
    return new WalletStatus(
        name,
        revision,
        encrypted,
        locked,
        0,
        true,
        true,
        historyLength,
        balances(),
        Optional.empty(),
        Optional.of(new BlockRef(BlockHash.ZERO, FakeNode.HEIGHT)));
  }

  @Override
  public Balances balances() {
    Threads.check();
    return balances;
  }

  @Override
  public Subscription subscribe(WalletListener listener) {
    Threads.check();
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Tells the listeners that something changed. */
  public void change() {
    revision++;
    WalletStatus now = status();
    listeners.forEach(listener -> listener.statusChanged(now));
  }

  private static TxEntry entry(int i) {
    TxEntry.Kind kind =
        i % 8 == 7
            ? i == 7 ? TxEntry.Kind.IMMATURE : TxEntry.Kind.GENERATED
            : i % 3 == 1 ? TxEntry.Kind.RECEIVED : TxEntry.Kind.SENT;
    long sats = kind == TxEntry.Kind.SENT ? -1_250_000L * (i + 3) : 84_112_377L * (i % 5 + 1);
    byte[] id = new byte[32];
    id[0] = (byte) i;
    id[1] = (byte) (i >> 8);
    id[31] = (byte) 0xc7;
    return new TxEntry(
        new Txid(Bytes.wrap(id)),
        0,
        kind,
        address(i, "").address(),
        LABELS[i % 8],
        new Amount(sats),
        kind == TxEntry.Kind.SENT ? Optional.of(new Amount(-1_410)) : Optional.empty(),
        i == 0 ? 0 : i * i * 11,
        i == 0 ? Optional.empty() : Optional.of(900_000 - i),
        System.currentTimeMillis() / 1000 - 600 - i * i * 9_000L,
        false,
        i == 0,
        Optional.empty());
  }

  @Override
  public TxPage transactions(TxQuery query) {
    Threads.check();
    List<TxEntry> all = new ArrayList<>();
    int total = 0;
    for (int i = 0; i < historyLength; i++) {
      TxEntry entry = entry(i);
      boolean matches =
          (query.kind().isEmpty() || query.kind().get() == entry.kind())
              && (entry.label() + entry.address()).contains(query.text());
      if (matches) {
        if (total >= query.offset() && all.size() < query.limit()) {
          all.add(entry);
        }
        total++;
      }
    }
    return new TxPage(all, total, revision);
  }

  @Override
  public Optional<TxDetails> transaction(Txid txid) {
    Threads.check();
    return Optional.of(
        new TxDetails(
            txid,
            Bytes.wrap(new byte[222]),
            List.of(entry(0), entry(1)),
            new Amount(-3_751_410),
            Optional.of(new Amount(-1_410)),
            3,
            Optional.of(BlockHash.ZERO.toString()),
            System.currentTimeMillis() / 1000,
            false,
            ""));
  }

  @Override
  public AddressOutcome newAddress(AddressType type, String label) {
    Threads.check();
    AddressEntry made = address(100 + addresses.size(), label);
    addresses.add(0, made);
    return new AddressOutcome(Optional.of(made), "");
  }

  @Override
  public List<AddressEntry> addresses(boolean receiving, int offset, int limit) {
    Threads.check();
    return List.copyOf(addresses);
  }

  @Override
  public String setLabel(String address, String label) {
    Threads.check();
    return "";
  }

  @Override
  public List<CoinEntry> coins(int offset, int limit) {
    Threads.check();
    List<CoinEntry> coins = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      coins.add(
          new CoinEntry(
              new OutPoint(entry(i).txid(), i),
              new Amount(5_000_000_000L - i * 7_123_456L),
              entry(i).address(),
              LABELS[i],
              i * 40 + 1,
              i == 4,
              true,
              true));
    }
    return coins;
  }

  @Override
  public boolean setCoinLocked(OutPoint coin, boolean locked) {
    Threads.check();
    return true;
  }

  @Override
  public String checkAddress(String text) {
    Threads.check();
    return text.startsWith("bcrt1")
        ? ""
        : "Invalid or unsupported Segwit (Bech32) or Base58 encoding.";
  }

  @Override
  public SendPreview previewSend(SendRequest request) {
    Threads.check();
    return previewFor(request);
  }

  /** Works out a preview on any thread. */
  public SendPreview previewFor(SendRequest request) {
    long amount = request.payments().stream().mapToLong(p -> p.amount().sats()).sum();
    if (amount >= balances.available().sats() && request.payments().size() == 1) {
      return refused("Insufficient funds");
    }
    long fee = feeSats;
    return new SendPreview(
        "",
        new Amount(fee),
        new FeeRate(10_000),
        141,
        Optional.of(new Amount(77)),
        new Amount(amount + fee),
        request.payments().stream().map(Payment::amount).toList(),
        Optional.of(draft(fee)));
  }

  private static SendPreview refused(String error) {
    return new SendPreview(
        error,
        Amount.ZERO,
        FeeRate.ZERO,
        0,
        Optional.empty(),
        Amount.ZERO,
        List.of(),
        Optional.empty());
  }

  private static SendDraft draft(long fee) {
    return new SendDraft(Bytes.wrap(Long.toString(fee).getBytes(US_ASCII)), new Amount(fee));
  }

  @Override
  public SendOutcome send(SendRequest request, SendDraft draft) {
    Threads.check();
    if (dieBeforeStoring) {
      throw new RemoteCallException(RemoteCallException.Reason.LOST, "connection lost");
    }
    String why = changed;
    if (!why.isEmpty()) {
      changed = "";
      return new SendOutcome(SendOutcome.State.CHANGED, Optional.empty(), Optional.empty(), why);
    }
    confirmed.add(draft);
    sent.add(request);
    return store(request.key());
  }

  private SendOutcome store(String key) {
    SendOutcome outcome =
        new SendOutcome(
            SendOutcome.State.SENT,
            Optional.of(entry(sent.size()).txid()),
            Optional.of(new Amount(1_410)),
            "");
    outcomes.put(key, outcome);
    if (dieAfterStoring) {
      throw new RemoteCallException(RemoteCallException.Reason.LOST, "connection lost");
    }
    return outcome;
  }

  @Override
  public SendOutcome sendOutcome(String key) {
    Threads.check();
    if (dieBeforeStoring || dieAfterStoring) {
      // A wallet that has died does not answer; the one that takes its place does.
      throw new RemoteCallException(RemoteCallException.Reason.LOST, "connection lost");
    }
    @Nullable SendOutcome known = outcomes.get(key);
    return known != null
        ? known
        : new SendOutcome(SendOutcome.State.UNKNOWN, Optional.empty(), Optional.empty(), "");
  }

  @Override
  public SendPreview previewBump(Txid txid, FeeChoice fee) {
    Threads.check();
    if (!bumpError.isEmpty()) {
      return refused(bumpError);
    }
    long sats = feeSats * 3;
    return new SendPreview(
        "",
        new Amount(sats),
        new FeeRate(30_000),
        141,
        Optional.empty(),
        new Amount(sats),
        List.of(),
        Optional.of(draft(sats)));
  }

  @Override
  public SendOutcome bump(Txid txid, SendDraft draft, String key) {
    Threads.check();
    confirmed.add(draft);
    return store(key);
  }

  @Override
  public String abandon(Txid txid) {
    Threads.check();
    return "";
  }

  @Override
  public UnlockOutcome encrypt(Secret passphrase) {
    Threads.check();
    encrypted = true;
    locked = true;
    change();
    return UnlockOutcome.OK;
  }

  @Override
  public UnlockOutcome unlock(Secret passphrase, Duration time) {
    Threads.check();
    locked = false;
    change();
    return UnlockOutcome.OK;
  }

  @Override
  public void lock() {
    Threads.check();
    locked = true;
    change();
  }

  @Override
  public UnlockOutcome changePassphrase(Secret old, Secret replacement) {
    Threads.check();
    return UnlockOutcome.OK;
  }

  @Override
  public String backup(String file) {
    Threads.check();
    return "";
  }
}
