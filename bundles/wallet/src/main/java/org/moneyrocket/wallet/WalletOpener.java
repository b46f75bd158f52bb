// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.rpc.signer.ExternalSigner;
import org.moneyrocket.rpc.signer.SignerException;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.wallet.keys.KeyRingLoader;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.store.LoadVerdict;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.moneyrocket.wallet.store.WalletOpenException.Kind;
import org.moneyrocket.wallet.store.WalletReader;
import org.moneyrocket.wallet.store.WalletRecords;
import org.moneyrocket.wallet.store.WalletStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an {@link OpenWallet} of a wallet file, old or new. */
final class WalletOpener {
  private static final Logger log = LoggerFactory.getLogger(WalletOpener.class);

  private static final int SIGNER_ACCOUNT = 0;

  private final WalletEnvironment environment;
  private final Consumer<OpenWallet> assembled;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param assembled hears of a wallet before it is read and brought up to date
   */
  WalletOpener(WalletEnvironment environment, Consumer<OpenWallet> assembled) {
    this.environment = environment;
    this.assembled = assembled;
  }

  /** Returns sentences for the user about the wallet opened last. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Loads the wallet in {@code store}; the store is closed if that fails. */
  OpenWallet load(String name, WalletStore store) throws WalletOpenException {
    return load(name, store, false);
  }

  /**
   * Loads the wallet in {@code store}; the store is closed if that fails.
   *
   * @param fresh whether it was made a moment ago, so that no other program had it before
   */
  OpenWallet load(String name, WalletStore store, boolean fresh) throws WalletOpenException {
    long start = System.nanoTime();
    OpenWallet wallet = assemble(name, store);
    warnings.addAll(wallet.settings().warnings());
    boolean done = false;
    try {
      WalletContents contents = WalletReader.read(store);
      contents
          .version()
          .filter(last -> !fresh)
          .ifPresent(last -> log.info("{} Last client version = {}", wallet.logName(), last));
      LoadVerdict verdict = fill(wallet, contents, store.fileName());
      log.info(
          "{} Wallet completed loading in {}ms",
          wallet.logName(),
          String.format("%15d", (System.nanoTime() - start) / 1_000_000));
      overwriteLeftKeys(wallet, contents, store);
      wallet.ring().topUp(0);
      new ChainAttachment(wallet).attach(contents.bestBlock(), verdict == LoadVerdict.NEED_RESCAN);
      logStatistics(wallet);
      done = true;
      return wallet;
    } catch (StoreException e) {
      throw new WalletOpenException(Kind.LOAD, String.valueOf(e.getMessage()));
    } finally {
      if (!done) {
        wallet.close();
      }
    }
  }

  /**
   * Rewrites the file of an encrypted wallet if keys in clear may lie in its unused parts: because
   * a program was killed while it encrypted, or did not clean up behind it.
   */
  private void overwriteLeftKeys(OpenWallet wallet, WalletContents contents, WalletStore store) {
    if (!wallet.isEncrypted() || !(contents.hasLeftovers() || store.hadPlainKeys())) {
      return;
    }
    log.warn(
        "{} Private keys in clear, or an old passphrase's, may lie in unused parts of the file of"
            + " this encrypted wallet. Rewriting it.",
        wallet.logName());
    wallet.lock().lock();
    try {
      wallet.records().overwriteLeftovers();
      log.info("{} The file was rewritten.", wallet.logName());
    } catch (StoreException e) {
      log.error("{} {}", wallet.logName(), e.getMessage());
      warnings.add(
          "Private keys may lie unencrypted in unused parts of "
              + store.fileName()
              + ", which could not be rewritten: "
              + e.getMessage());
    } finally {
      wallet.lock().unlock();
    }
  }

  private OpenWallet assemble(String name, WalletStore store) throws WalletOpenException {
    return assemble(name, store, Integer.MAX_VALUE);
  }

  private OpenWallet assemble(String name, WalletStore store, int maxKeypool)
      throws WalletOpenException {
    boolean done = false;
    try {
      WalletSettings settings =
          WalletSettings.of(environment.settings(), environment.chain().feeLimits().relayMin());
      OpenWallet wallet =
          new OpenWallet(
              name, environment, settings, Math.min(settings.keypoolSize(), maxKeypool), store);
      assembled.accept(wallet);
      done = true;
      return wallet;
    } catch (StartException e) {
      throw new WalletOpenException(Kind.LOAD, e.text());
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  private LoadVerdict fill(OpenWallet wallet, WalletContents contents, String file)
      throws WalletOpenException {
    wallet.lock().lock();
    try {
      return wallet.records().unit().loading(() -> fillInUnit(wallet, contents, file));
    } finally {
      wallet.lock().unlock();
    }
  }

  private LoadVerdict fillInUnit(OpenWallet wallet, WalletContents contents, String file)
      throws WalletOpenException {
    LoadVerdict verdict = contents.verdict();
    List<String> problems = new ArrayList<>(contents.problems());
    if (contents.flags().isEmpty() && !contents.descriptors().isEmpty()) {
      verdict = verdict.worse(LoadVerdict.CORRUPT);
    }
    if (verdict.usable()) {
      wallet.loadFlags(contents.flags().orElse(WalletFlag.DESCRIPTORS.mask()));
      KeyRingLoader loader = new KeyRingLoader(wallet.ring());
      verdict = verdict.worse(loader.load(contents));
      problems.addAll(loader.problems());
    }
    problems.forEach(problem -> log.error("{} {}", wallet.logName(), problem));
    refuse(verdict, file);
    wallet.ring().onBirthTime(wallet.sync()::lowerBirthTime);
    wallet.book().load(contents);
    wallet.sync().load(contents);
    wallet.sendKeys().load(contents.sends());
    if (verdict == LoadVerdict.OK) {
      tidy(wallet, contents);
    }
    warnAboutKeys(wallet, file);
    return verdict;
  }

  private void refuse(LoadVerdict verdict, String file) throws WalletOpenException {
    Optional<String> failure = LoadProblems.failure(verdict, file);
    if (failure.isPresent()) {
      throw new WalletOpenException(Kind.LOAD, failure.get());
    }
    LoadProblems.warning(verdict, file).ifPresent(warnings::add);
  }

  private void tidy(OpenWallet wallet, WalletContents contents) {
    if (!contents.version().equals(Optional.of(WalletRecords.CLIENT_VERSION))) {
      wallet.records().putVersion();
    }
    boolean uselessMasterKeys =
        !wallet.mayHavePrivateKeys()
            && wallet.isEncrypted()
            && wallet.ring().descriptors().stream().noneMatch(OwnedDescriptor::hasEncryptedKeys);
    if (uselessMasterKeys) {
      log.info(
          "{} Detected extraneous encryption keys in this wallet without private keys. Removing"
              + " extraneous encryption keys.",
          wallet.logName());
      wallet.ring().vault().clear();
    }
  }

  private void warnAboutKeys(OpenWallet wallet, String file) {
    if (!wallet.mayHavePrivateKeys()
        && wallet.ring().active().stream().anyMatch(OwnedDescriptor::hasPrivateKeys)) {
      warnings.add(
          "Warning: Private keys detected in wallet {" + file + "} with disabled private keys");
    }
  }

  /**
   * Fills {@code store} with a new wallet and closes it.
   *
   * @param flags flags besides those that every wallet has
   * @param passphrase encrypts it before any key is made
   */
  void make(String name, WalletStore store, long flags, Optional<Secret> passphrase)
      throws WalletOpenException {
    // Those that are watched ahead are derived when it is loaded.
    OpenWallet wallet = assemble(name, store, 1);
    try {
      Optional<Locator> tip = tipLocator();
      wallet.lock().lock();
      try {
        wallet.records().unit().loading(() -> fillNew(wallet, flags, passphrase.isEmpty(), tip));
      } finally {
        wallet.lock().unlock();
      }
      if (passphrase.isPresent() && !wallet.encrypt(passphrase.get())) {
        throw new WalletOpenException(Kind.ENCRYPT, "Error: Wallet created but failed to encrypt.");
      }
    } catch (StoreException e) {
      throw new WalletOpenException(Kind.CREATE, String.valueOf(e.getMessage()));
    } finally {
      wallet.close();
    }
  }

  private static boolean fillNew(
      OpenWallet wallet, long flags, boolean withSeed, Optional<Locator> tip)
      throws WalletOpenException {
    wallet.ring().onBirthTime(wallet.sync()::lowerBirthTime);
    wallet.records().putVersion();
    long all = flags | WalletFlag.DESCRIPTORS.mask() | WalletFlag.LAST_HARDENED_XPUB_CACHED.mask();
    wallet.records().putFlags(all);
    wallet.loadFlags(all);
    if (wallet.has(WalletFlag.EXTERNAL_SIGNER)) {
      addSignersDescriptors(wallet);
    } else if (wallet.makesSeed() && withSeed) {
      wallet.ring().createDefaults();
    }
    tip.ifPresent(wallet.records()::putBestBlock);
    return true;
  }

  /** Makes the wallet watch what the external signer can sign. */
  private static void addSignersDescriptors(OpenWallet wallet) throws WalletOpenException {
    try {
      ExternalSigner.Descriptors texts = wallet.signer().descriptors(SIGNER_ACCOUNT);
      List<Descriptor> receive = parse(wallet, texts.receive());
      List<Descriptor> internal = parse(wallet, texts.internal());
      wallet.ring().createFromSigner(receive, internal);
    } catch (SignerException e) {
      throw new WalletOpenException(Kind.SIGNER, String.valueOf(e.getMessage()));
    }
  }

  private static List<Descriptor> parse(OpenWallet wallet, List<String> texts)
      throws SignerException {
    List<Descriptor> descriptors = new ArrayList<>();
    for (String text : texts) {
      try {
        Descriptor.Parsed parsed = Descriptor.parse(text, wallet.format(), false);
        parsed.secrets().close();
        descriptors.add(parsed.descriptors().get(0));
      } catch (DescriptorException e) {
        throw new SignerException("Invalid descriptor \"" + text + "\" (" + e.getMessage() + ")");
      }
    }
    return descriptors;
  }

  private Optional<Locator> tipLocator() {
    return environment.chain().tip().map(tip -> environment.chain().locatorAt(tip.height()));
  }

  private static void logStatistics(OpenWallet wallet) {
    log.info("{} setKeyPool.size() = {}", wallet.logName(), wallet.ring().keypool());
    log.info("{} mapWallet.size() = {}", wallet.logName(), wallet.ledger().size());
    log.info("{} m_address_book.size() = {}", wallet.logName(), wallet.book().all().size());
  }
}
