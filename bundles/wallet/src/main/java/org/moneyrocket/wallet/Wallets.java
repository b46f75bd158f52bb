// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletLoaderListener;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.wallet.scan.Rescan;
import org.moneyrocket.wallet.store.NewWallet;
import org.moneyrocket.wallet.store.WalletFiles;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.moneyrocket.wallet.store.WalletOpenException.Kind;
import org.moneyrocket.wallet.store.WalletStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wallets of this process: loads, creates, restores and unloads them. Safe for threads. */
public final class Wallets implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Wallets.class);
  private static final Duration LOCK_RETRY = Duration.ofMillis(100);

  /**
   * How a new wallet is made.
   *
   * @param flags flags besides those that every wallet has
   */
  public record Creation(
      String name, long flags, Optional<Secret> passphrase, Optional<Boolean> loadOnStartup) {}

  /** A wallet that was loaded, with sentences for the user. */
  public record Loaded(OpenWallet wallet, List<String> warnings) {}

  private final WalletEnvironment environment;
  private final StartupSetting startup;

  /** Guards the lists below; never held while a wallet is opened or closed. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<OpenWallet> loaded = new ArrayList<>();
  private final Set<String> loading = new HashSet<>();
  private final Set<OpenWallet> opening = new HashSet<>();
  private final List<EventQueue<WalletLoaderListener>> listeners = new CopyOnWriteArrayList<>();
  private volatile BiConsumer<String, Boolean> noted = (name, loaded) -> {};
  private final List<WalletFailure> failures = new ArrayList<>();
  private boolean closed;

  public Wallets(WalletEnvironment environment) {
    this.environment = environment;
    this.startup = new StartupSetting(environment.chain());
  }

  /**
   * Names somebody who hears of each wallet that is loaded (true) or unloaded (false), before the
   * call that does it returns. Closing all wallets unloads none in this sense.
   */
  public void onChange(BiConsumer<String, Boolean> listener) {
    noted = listener;
  }

  public WalletEnvironment environment() {
    return environment;
  }

  public WalletFiles files() {
    return environment.files();
  }

  /** Returns the loaded wallets in order of loading. */
  public List<OpenWallet> loaded() {
    lock.lock();
    try {
      return List.copyOf(loaded);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the names of the loaded wallets in order of loading. */
  public List<String> names() {
    return loaded().stream().map(OpenWallet::name).toList();
  }

  public Optional<OpenWallet> find(String name) {
    return loaded().stream().filter(wallet -> wallet.name().equals(name)).findFirst();
  }

  /** Notes a wallet that could not be loaded at the start. */
  public void failed(WalletFailure failure) {
    lock.lock();
    try {
      failures.add(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the wallets that could not be loaded at the start and have not been since. */
  public List<WalletFailure> failures() {
    lock.lock();
    try {
      return List.copyOf(failures);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up a wallet that could not be loaded at the start.
   *
   * @return sentences for the user; empty if there is no such wallet
   */
  public Optional<List<String>> giveUp(String name, Optional<Boolean> loadOnStartup) {
    lock.lock();
    try {
      if (!failures.removeIf(failure -> failure.name().equals(name))) {
        return Optional.empty();
      }
    } finally {
      lock.unlock();
    }
    return Optional.of(startup.update(name, loadOnStartup).stream().toList());
  }

  public Subscription subscribe(WalletLoaderListener listener) {
    EventQueue<WalletLoaderListener> queue =
        new EventQueue<>("wallet-loader-events", listener, WalletLoaderListener::lagged);
    queue.onClose(() -> listeners.remove(queue));
    listeners.add(queue);
    return queue;
  }

  private void emit(Consumer<WalletLoaderListener> event) {
    listeners.forEach(queue -> queue.emit(event));
  }

  /** Notes that the unnamed wallet is loaded although no setting names it. */
  public void unnamedByDefault() {
    startup.unnamedByDefault();
  }

  // ---- load

  /** Loads a wallet of the directory. */
  public Loaded load(String name, Optional<Boolean> loadOnStartup) throws WalletOpenException {
    return load(name, loadOnStartup, Duration.ZERO);
  }

  /**
   * Loads a wallet.
   *
   * @param patience how long to wait for another process to give the file back
   */
  public Loaded load(String name, Optional<Boolean> loadOnStartup, Duration patience)
      throws WalletOpenException {
    begin(name);
    try {
      WalletStore store;
      try {
        store = open(name, patience);
      } catch (WalletOpenException e) {
        throw new WalletOpenException(
            e.kind(), "Wallet file verification failed. " + e.getMessage());
      }
      WalletOpener opener = new WalletOpener(environment, this::opening);
      OpenWallet wallet;
      try {
        wallet = opener.load(name, store);
      } catch (WalletOpenException e) {
        throw new WalletOpenException(Kind.LOAD, "Wallet loading failed. " + e.getMessage());
      }
      return add(wallet, loadOnStartup, opener.warnings());
    } finally {
      end(name);
    }
  }

  private WalletStore open(String name, Duration patience) throws WalletOpenException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return files().openExisting(name);
      } catch (WalletOpenException e) {
        if (e.kind() != Kind.IN_USE || System.nanoTime() >= deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(LOCK_RETRY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        deadline = System.nanoTime();
      }
    }
  }

  private void begin(String name) throws WalletOpenException {
    lock.lock();
    try {
      if (closed) {
        throw new WalletOpenException(Kind.LOAD, "The wallets are being closed.");
      }
      if (loaded.stream().anyMatch(wallet -> wallet.name().equals(name))) {
        throw new WalletOpenException(
            Kind.ALREADY_LOADED, "Wallet \"" + name + "\" is already loaded.");
      }
      if (!loading.add(name)) {
        throw new WalletOpenException(Kind.LOAD, "Wallet already loading.");
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(String name) {
    lock.lock();
    try {
      loading.remove(name);
      opening.removeIf(OpenWallet::isClosed);
    } finally {
      lock.unlock();
    }
  }

  /** Notes a wallet that is being opened, which may take long. */
  private void opening(OpenWallet wallet) {
    lock.lock();
    try {
      opening.add(wallet);
      if (closed) {
        wallet.rescan().shutDown();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends scans: the process is about to stop. */
  public void interrupt() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    all().forEach(wallet -> wallet.rescan().shutDown());
  }

  /** Returns the loaded wallets and those that are being opened. */
  List<OpenWallet> all() {
    lock.lock();
    try {
      List<OpenWallet> all = new ArrayList<>(loaded);
      all.addAll(opening);
      return all;
    } finally {
      lock.unlock();
    }
  }

  private Loaded add(OpenWallet wallet, Optional<Boolean> loadOnStartup, List<String> warnings)
      throws WalletOpenException {
    lock.lock();
    try {
      if (closed) {
        wallet.close();
        throw new WalletOpenException(Kind.LOAD, "The wallets are being closed.");
      }
      loaded.add(wallet);
      failures.removeIf(failure -> failure.name().equals(wallet.name()));
      opening.remove(wallet);
    } finally {
      lock.unlock();
    }
    noted.accept(wallet.name(), true);
    List<String> all = new ArrayList<>(warnings);
    try {
      new ChainAttachment(wallet).exchangeMempool();
    } catch (RuntimeException e) {
      // It is loaded all the same: its file and the chain agree.
      log.warn("{} could not exchange transactions with the node", wallet.logName(), e);
      all.add(
          "Unconfirmed transactions of wallet \""
              + wallet.name()
              + "\" may be missing, for the node could not be asked for them: "
              + e.getMessage());
    }
    wallet.startEvents();
    startup.update(wallet.name(), loadOnStartup).ifPresent(all::add);
    emit(listener -> listener.walletLoaded(wallet.name()));
    return new Loaded(wallet, List.copyOf(all));
  }

  // ---- create

  /** Makes a new wallet and loads it. */
  public Loaded create(Creation creation) throws WalletOpenException {
    String name = creation.name();
    if (name.isEmpty()) {
      throw new WalletOpenException(Kind.UNNAMED, "Wallet name cannot be empty");
    }
    boolean noKeys = WalletFlag.DISABLE_PRIVATE_KEYS.in(creation.flags());
    if (WalletFlag.EXTERNAL_SIGNER.in(creation.flags()) && !noKeys) {
      throw new WalletOpenException(
          Kind.CREATE, "Private keys must be disabled when using an external signer");
    }
    if (creation.passphrase().isPresent() && noKeys) {
      throw new WalletOpenException(
          Kind.CREATE,
          "Passphrase provided but private keys are disabled. A passphrase is only used to encrypt"
              + " private keys, so cannot be used for wallets with private keys disabled.");
    }
    NewWallet prepared;
    try {
      prepared = files().prepare(name);
    } catch (WalletOpenException e) {
      throw verification(e);
    }
    try (NewWallet place = prepared) {
      begin(name);
      try {
        return create(creation, place);
      } finally {
        end(name);
      }
    }
  }

  /** Makes the wallet where nobody sees it; it gets its name when it has all of its keys. */
  private Loaded create(Creation creation, NewWallet place) throws WalletOpenException {
    String name = creation.name();
    WalletOpener opener = new WalletOpener(environment, this::opening);
    OpenWallet wallet;
    try {
      WalletStore store;
      try {
        store = files().create(place);
      } catch (WalletOpenException e) {
        throw verification(e);
      }
      opener.make(name, store, creation.flags(), creation.passphrase());
      place.name();
      wallet = opener.load(name, open(name, Duration.ZERO), true);
    } catch (WalletOpenException e) {
      if (e.kind() == Kind.ENCRYPT || e.kind() == Kind.SIGNER || e.kind() == Kind.VERIFY) {
        throw e;
      }
      throw new WalletOpenException(Kind.CREATE, "Wallet creation failed. " + e.getMessage());
    } catch (IOException e) {
      throw new WalletOpenException(Kind.CREATE, "Wallet creation failed. " + IoText.of(e));
    }
    Loaded loaded = add(wallet, creation.loadOnStartup(), opener.warnings());
    place.keep();
    return loaded;
  }

  private static WalletOpenException verification(WalletOpenException e) {
    return new WalletOpenException(
        e.kind() == Kind.ALREADY_EXISTS ? Kind.VERIFY : e.kind(),
        "Wallet file verification failed. " + e.getMessage());
  }

  // ---- restore

  /** Copies a backup into the directory of wallets and loads it. */
  public Loaded restore(Path backup, String name, Optional<Boolean> loadOnStartup)
      throws WalletOpenException {
    if (name.isEmpty()) {
      throw new WalletOpenException(Kind.UNNAMED, "Wallet name cannot be empty");
    }
    if (!Files.exists(backup)) {
      throw new WalletOpenException(Kind.INVALID_BACKUP, "Backup file does not exist");
    }
    Path directory = files().root().resolve(name);
    Path data = WalletFiles.dataFile(directory);
    // Whatever bears the name is somebody's, a link that leads nowhere as well.
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isDirectory(directory)) {
        throw exists("Failed to restore wallet. Database file exists '" + directory + "'.");
      }
      if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
        throw exists("Failed to restore wallet. Database file exists in '" + data + "'.");
      }
    }
    try (NewWallet place = prepareRestore(directory)) {
      copy(backup, place);
      try {
        files().verify(place);
      } catch (WalletOpenException e) {
        throw new WalletOpenException(
            e.kind(), "Wallet file verification failed. " + e.getMessage());
      }
      place.name();
      Loaded result = load(name, loadOnStartup);
      place.keep();
      return result;
    } catch (IOException e) {
      throw new WalletOpenException(Kind.LOAD, "Unexpected exception: " + IoText.of(e));
    }
  }

  private NewWallet prepareRestore(Path directory) throws WalletOpenException {
    try {
      return files().prepareAt(directory);
    } catch (IOException e) {
      log.warn("cannot create {}: {}", directory, IoText.of(e));
      throw exists("Failed to restore database path '" + directory + "'.");
    }
  }

  private void copy(Path backup, NewWallet place) throws IOException {
    for (OpenWallet wallet : loaded()) {
      if (Files.isSameFile(Path.of(wallet.records().fileName()), backup)) {
        wallet.backup(place.file());
        return;
      }
    }
    files().copy(backup, place);
  }

  private static WalletOpenException exists(String message) {
    return new WalletOpenException(Kind.ALREADY_EXISTS, message);
  }

  // ---- unload

  /** Why a wallet cannot be unloaded. */
  public static final class UnloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean scanning;

    UnloadException(String message, boolean scanning) {
      super(message);
      this.scanning = scanning;
    }

    /** Tells whether a scan is in the way; else somebody else unloaded the wallet. */
    public boolean isScanning() {
      return scanning;
    }
  }

  /**
   * Unloads a wallet; when this returns its file can be opened again.
   *
   * @return sentences for the user
   */
  public List<String> unload(OpenWallet wallet, Optional<Boolean> loadOnStartup)
      throws UnloadException {
    Rescan.Reservation reservation =
        wallet
            .rescan()
            .reserve(false)
            .orElseThrow(
                () ->
                    new UnloadException(
                        "Wallet is currently rescanning. Abort existing rescan or wait.", true));
    try (reservation) {
      lock.lock();
      try {
        if (!loaded.remove(wallet)) {
          throw new UnloadException("Requested wallet already unloaded", false);
        }
      } finally {
        lock.unlock();
      }
      noted.accept(wallet.name(), false);
      wallet.close();
    }
    List<String> warnings = new ArrayList<>();
    startup.update(wallet.name(), loadOnStartup).ifPresent(warnings::add);
    emit(listener -> listener.walletUnloaded(wallet.name()));
    return warnings;
  }

  /** Closes all wallets, the newest first. */
  @Override
  public void close() {
    List<OpenWallet> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(loaded);
      loaded.clear();
    } finally {
      lock.unlock();
    }
    for (OpenWallet wallet : all.reversed()) {
      try {
        wallet.close();
      } catch (RuntimeException e) {
        log.error("wallet {} could not be closed cleanly: {}", wallet.name(), e.getMessage());
      }
    }
    listeners.forEach(EventQueue::close);
  }
}
