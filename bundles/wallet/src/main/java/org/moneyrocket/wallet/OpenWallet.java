// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.rpc.signer.ExternalSigner;
import org.moneyrocket.rpc.signer.SignerException;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.BalanceSheet;
import org.moneyrocket.wallet.coins.Ledger;
import org.moneyrocket.wallet.coins.LedgerSync;
import org.moneyrocket.wallet.keys.Encryption;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.keys.KeyVault;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.scan.BehindException;
import org.moneyrocket.wallet.scan.ChainFollower;
import org.moneyrocket.wallet.scan.FollowedWallet;
import org.moneyrocket.wallet.scan.Rescan;
import org.moneyrocket.wallet.scan.WalletClock;
import org.moneyrocket.wallet.store.MemoryValue;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.UnitOfWork;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletRecords;
import org.moneyrocket.wallet.store.WalletStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded wallet: its keys, transactions and address book, kept in step with the chain. The parts
 * are guarded by {@link #lock()}; methods of this class take it themselves.
 */
public final class OpenWallet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenWallet.class);

  /** How long a call waits for the wallet to have applied what the chain did before. */
  private static final Duration CURRENT_PATIENCE = Duration.ofSeconds(60);

  /** How long the timer, which serves others too, waits for a payment before it locks the keys. */
  private static final Duration RELOCK_PATIENCE = Duration.ofMillis(200);

  private final String name;
  private final WalletEnvironment environment;
  private final WalletSettings settings;
  private final WalletRecords records;
  private final WalletClock clock;

  /** Guards all parts of the wallet. Taken before the locks of store, scan and follower. */
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Held by whoever builds or commits a payment, so that no two choose the same coins. Taken before
   * {@link #lock}, which is held in between for as long as the wallet is read or written; the node
   * is asked with this one held alone. Nothing but payments waits for it, and the end of the time
   * for which the keys are unlocked: fair, so that this comes between two payments.
   */
  private final ReentrantLock sending = new ReentrantLock(true);

  private final AddressBook book;
  private final KeyRing ring;
  private final Encryption encryption;
  private final Ledger ledger;
  private final LedgerSync sync;
  private final WalletEvents events;
  private final Rescan rescan;
  private final FollowedWallet followed;
  private final Relock relock;
  private final SendKeys sendKeys;
  private final Resender resender;
  private @Nullable ChainFollower follower;
  private final MemoryValue<Long> flags;
  private boolean closed;

  /**
   * @param keypoolSize scripts watched ahead
   */
  OpenWallet(
      String name,
      WalletEnvironment environment,
      WalletSettings settings,
      int keypoolSize,
      WalletStore store) {
    this.name = name;
    this.environment = environment;
    this.settings = settings;
    this.records = new WalletRecords(store);
    this.clock = new WalletClock(environment.chain());
    this.flags = records.unit().value(0L);
    this.book = new AddressBook(environment.format(), records);
    KeyVault vault = new KeyVault(records, environment.random(), environment.stretch());
    this.ring =
        new KeyRing(
            new KeyRing.Environment(
                environment.format(),
                environment.parameters().chain().isTestChain(),
                keypoolSize,
                clock::seconds,
                environment.random()),
            records,
            vault,
            book);
    this.encryption = new Encryption(ring, records);
    this.ledger = new Ledger(ring, records.unit());
    this.events =
        new WalletEvents(
            records.unit(), environment.timer(), new NotifyCommand(settings.notifyCommand(), name));
    this.sync = new LedgerSync(ledger, book, ring, clock::seconds, records, events, logName());
    this.followed =
        new FollowedWallet(
            name, lock, ledger, sync, ring, records, environment.chain(), clock, logName());
    this.rescan = new Rescan(followed);
    this.relock = new Relock(environment.timer(), this::relockNow);
    this.sendKeys = new SendKeys(records);
    this.resender = new Resender(this);
  }

  // ---- parts

  public String name() {
    return name;
  }

  /** Returns the name as log lines show it. */
  public String logName() {
    return "[" + (name.isEmpty() ? "default wallet" : name) + "]";
  }

  public ReentrantLock lock() {
    return lock;
  }

  /** See the field: held while a payment is made, taken before {@link #lock}. */
  public ReentrantLock sending() {
    return sending;
  }

  /** Works with the wallet's lock held. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Makes a payment: one at a time, while the keys stay unlocked if they are. */
  public <T, X extends Exception> T sending(UnitOfWork.Work<T, X> work) throws X {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("making a payment with the wallet's lock held");
    }
    sending.lock();
    try {
      return work.run();
    } finally {
      sending.unlock();
    }
  }

  public WalletEnvironment environment() {
    return environment;
  }

  public WalletSettings settings() {
    return settings;
  }

  public Chain chain() {
    return environment.chain();
  }

  public ChainFormat format() {
    return environment.format();
  }

  public WalletRecords records() {
    return records;
  }

  /** Returns the node's clock, for use with the wallet's lock held. */
  public WalletClock clock() {
    return clock;
  }

  public AddressBook book() {
    return book;
  }

  public KeyRing ring() {
    return ring;
  }

  public Encryption encryption() {
    return encryption;
  }

  public Ledger ledger() {
    return ledger;
  }

  public LedgerSync sync() {
    return sync;
  }

  public WalletEvents events() {
    return events;
  }

  public Rescan rescan() {
    return rescan;
  }

  public SendKeys sendKeys() {
    return sendKeys;
  }

  public Resender resender() {
    return resender;
  }

  public FollowedWallet followed() {
    return followed;
  }

  /** Returns a fresh view of balances and trust. Needs the lock while it is used. */
  public BalanceSheet balanceSheet() {
    return new BalanceSheet(ledger, book, settings.spendZeroConfChange());
  }

  // ---- flags

  public long flags() {
    return flags.get();
  }

  void loadFlags(long stored) {
    flags.set(stored);
    sync.setMarkUsed(WalletFlag.AVOID_REUSE.in(stored));
  }

  public boolean has(WalletFlag flag) {
    return flag.in(flags.get());
  }

  /** Sets or clears a flag and stores that. */
  public void setFlag(WalletFlag flag, boolean value) {
    lock.lock();
    try {
      long changed = value ? flags() | flag.mask() : flags() & ~flag.mask();
      records.atomically(
          () -> {
            loadFlags(changed);
            records.putFlags(changed);
          });
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether the wallet may hold private keys. */
  public boolean mayHavePrivateKeys() {
    return !has(WalletFlag.DISABLE_PRIVATE_KEYS);
  }

  /** Tells whether the wallet makes its own seed: neither blank nor without private keys. */
  boolean makesSeed() {
    return mayHavePrivateKeys() && !has(WalletFlag.BLANK);
  }

  /** Returns the one external signer that is connected; runs its command. */
  public ExternalSigner signer() throws SignerException {
    return ExternalSigner.only(settings.signerCommand(), environment.settings().chain().id());
  }

  // ---- chain

  void follow(Locator from) {
    ChainFollower fresh = new ChainFollower(followed, from);
    follower = fresh;
    fresh.start();
  }

  /** Returns what keeps the wallet in step with the chain. */
  public ChainFollower follower() {
    ChainFollower current = follower;
    if (current == null) {
      throw new IllegalStateException("the wallet does not follow the chain yet");
    }
    return current;
  }

  /**
   * Waits until the wallet has applied what the chain had done when this was called. To be called
   * without the lock.
   *
   * @throws BehindException if that takes too long or cannot be done
   */
  public void awaitCurrent() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("waiting for the chain with the wallet's lock held");
    }
    clock.refresh();
    follower().awaitCurrent(CURRENT_PATIENCE);
  }

  // ---- encryption

  public boolean isEncrypted() {
    return ring.vault().isEncrypted();
  }

  public boolean isLocked() {
    lock.lock();
    try {
      return ring.vault().isLocked();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the wallet will be locked, in seconds since 1970; 0 if it is locked. */
  public long unlockedUntil() {
    return relock.unlockedUntil();
  }

  /** Encrypts the wallet; false if it is encrypted already. See {@link Encryption#encrypt}. */
  public boolean encrypt(Secret passphrase) {
    clock.refresh();
    lock.lock();
    try {
      return encryption.encrypt(passphrase, makesSeed());
    } finally {
      events.statusChanged();
      lock.unlock();
    }
  }

  /** Unlocks the wallet for {@code time}; false if the passphrase is wrong. */
  public boolean unlock(Secret passphrase, Duration time) {
    clock.refresh();
    lock.lock();
    try {
      boolean wasLocked = ring.vault().isLocked();
      if (!encryption.unlock(passphrase)) {
        return false;
      }
      completeKeys(wasLocked);
      relock.schedule(time, clock.seconds() + time.toSeconds());
      events.statusChanged();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Derives what needs private keys; if that cannot be stored, the wallet is as it was before. */
  private void completeKeys(boolean wasLocked) {
    boolean done = false;
    try {
      records.atomically(
          () -> {
            ring.descriptors().forEach(OwnedDescriptor::upgradeCache);
            ring.topUp(0);
          });
      done = true;
    } finally {
      if (!done && wasLocked) {
        encryption.lock();
      }
    }
  }

  /** Changes the passphrase; false if the old one is wrong. */
  public boolean changePassphrase(Secret old, Secret replacement) {
    lock.lock();
    try {
      return encryption.changePassphrase(old, replacement);
    } finally {
      lock.unlock();
    }
  }

  /** Locks the wallet now. */
  public void lockKeys() {
    lock.lock();
    try {
      relock.cancel();
      encryption.lock();
      events.statusChanged();
    } finally {
      lock.unlock();
    }
  }

  private boolean relockNow(BooleanSupplier due) {
    if (rescan.isScanningWithPassphrase() || !awaitPayment()) {
      return false;
    }
    try {
      lock.lock();
      try {
        if (due.getAsBoolean()) {
          encryption.lock();
          events.statusChanged();
        }
        return true;
      } finally {
        lock.unlock();
      }
    } finally {
      sending.unlock();
    }
  }

  /** Waits in line for the payment that is being made; false if it takes longer than the timer. */
  private boolean awaitPayment() {
    try {
      return sending.tryLock(RELOCK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // ---- status

  /** Begins to tell listeners of the status. */
  void startEvents() {
    events.start(this::status);
  }

  /** Returns the wallet at this moment. */
  public WalletStatus status() {
    lock.lock();
    try {
      BalanceSheet.Sums sums = balanceSheet().sums(0, has(WalletFlag.AVOID_REUSE), true);
      OptionalDouble progress = rescan.progress();
      return new WalletStatus(
          name,
          events.revision(),
          isEncrypted(),
          ring.vault().isLocked(),
          unlockedUntil() * 1000,
          mayHavePrivateKeys(),
          ring.canGiveAddresses(false),
          ledger.size(),
          new Balances(
              new Amount(sums.available()),
              new Amount(sums.trusted()),
              new Amount(sums.pending()),
              new Amount(sums.immature()),
              new Amount(sums.used())),
          progress.isPresent() ? Optional.of(progress.getAsDouble()) : Optional.empty(),
          ledger.lastBlock());
    } finally {
      lock.unlock();
    }
  }

  // ---- file

  /** Copies the wallet's file; throws {@link StoreException} if that fails. */
  public void backup(Path destination) {
    lock.lock();
    try {
      follower().storePosition();
      records.backup(destination);
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Stores where the wallet stands, stops following the chain and gives the file back. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    rescan.shutDown();
    relock.cancel();
    resender.close();
    ChainFollower current = follower;
    if (current != null) {
      storePosition(current);
      current.close();
    }
    events.unloaded();
    lock.lock();
    try {
      log.info("{} Releasing wallet {}..", logName(), name);
      ring.wipe();
      records.close();
    } finally {
      lock.unlock();
    }
  }

  private void storePosition(ChainFollower current) {
    lock.lock();
    try {
      current.storePosition();
    } catch (RuntimeException e) {
      // The wallet then reads a few more blocks when it is loaded.
      log.warn("{} cannot store where it stands: {}", logName(), e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
