// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorCache;
import org.moneyrocket.script.descriptor.KeySweep;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.store.DescriptorRecord;
import org.moneyrocket.wallet.store.MemoryValue;
import org.moneyrocket.wallet.store.PrivateKeyBytes;
import org.moneyrocket.wallet.store.WalletRecords;

/**
 * One descriptor of the wallet: the scripts it watches, the next address, its private keys. What is
 * stored changes in units of work and is as before if one fails.
 */
public final class OwnedDescriptor {
  private record EncryptedKey(PublicKey publicKey, Bytes encrypted) {}

  private final Bytes id;
  private final Descriptor descriptor;
  private final WalletRecords records;
  private final KeyVault vault;
  private final Consumer<Collection<Bytes>> newScripts;
  private final Map<Bytes, Integer> scripts = new HashMap<>();
  private final Map<PublicKey, Integer> publicKeys = new HashMap<>();
  private final Map<PublicKey, SecretKey> keys = new TreeMap<>();
  private final Map<PublicKey, EncryptedKey> encryptedKeys;
  private final int keypoolSize;
  private final MemoryValue<DescriptorRecord> record;
  private final DescriptorCache cache;
  private int expandedTo;

  OwnedDescriptor(
      Descriptor descriptor,
      DescriptorRecord record,
      DescriptorCache cache,
      int keypoolSize,
      WalletRecords records,
      KeyVault vault,
      Consumer<Collection<Bytes>> newScripts) {
    this.id = descriptor.id();
    this.descriptor = descriptor;
    this.record = records.unit().value(record);
    this.encryptedKeys = records.unit().map(new TreeMap<>());
    this.cache = cache;
    this.keypoolSize = keypoolSize;
    this.records = records;
    this.vault = vault;
    this.newScripts = newScripts;
    this.expandedTo = record.rangeStart();
  }

  // ---- what it is

  public Bytes id() {
    return id;
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  DescriptorCache cache() {
    return cache;
  }

  public DescriptorRecord record() {
    return record.get();
  }

  public boolean isRange() {
    return descriptor.isRange();
  }

  /** Returns the text others may see: hardened steps moved into the origin. */
  public Optional<String> publicText() {
    try (SigningData secrets = secrets()) {
      return descriptor.toNormalizedString(secrets, cache);
    }
  }

  /** Returns the text with the private keys as they were imported; needs an unlocked wallet. */
  public String privateText() {
    try (SigningData secrets = secrets()) {
      return descriptor.toPrivateString(secrets);
    }
  }

  // ---- scripts

  public boolean isMine(Bytes script) {
    return scripts.containsKey(script);
  }

  /** Returns all watched scripts. */
  public Collection<Bytes> scripts() {
    return scripts.keySet();
  }

  /** Returns the scripts from a position on. */
  public List<Bytes> scriptsFrom(int position) {
    List<Bytes> found = new ArrayList<>();
    scripts.forEach(
        (script, index) -> {
          if (index >= position) {
            found.add(script);
          }
        });
    return found;
  }

  /**
   * Returns the scripts of the next positions behind those that are watched; none if private keys
   * would be needed.
   */
  public List<Bytes> scriptsAhead(int count) {
    List<Bytes> ahead = new ArrayList<>();
    long end = Math.min(Integer.MAX_VALUE, (long) expandedTo + count);
    for (int i = expandedTo; isRange() && i < end; i++) {
      Optional<Descriptor.Expansion> expansion = expandFromCache(i);
      if (expansion.isEmpty()) {
        break;
      }
      ahead.addAll(expansion.get().scripts());
    }
    return ahead;
  }

  /**
   * Expands what the stored range covers from cached keys.
   *
   * @return false if the cache lacks a key
   */
  boolean load() {
    return records.unit().get(this::expandStored);
  }

  private boolean expandStored() {
    undoExpansion();
    List<Bytes> found = new ArrayList<>();
    while (expandedTo < record().rangeEnd()) {
      if (sweep(record().rangeEnd(), found)) {
        continue;
      }
      Optional<Descriptor.Expansion> expansion = expandFromCache(expandedTo);
      if (expansion.isEmpty()) {
        return false;
      }
      note(expansion.get(), expandedTo++, found);
    }
    newScripts.accept(found);
    return true;
  }

  /** Makes the scripts watched from here on forgotten again if the unit fails. */
  private void undoExpansion() {
    int before = expandedTo;
    records
        .unit()
        .undo(
            () -> {
              expandedTo = before;
              scripts.values().removeIf(position -> position >= before);
              publicKeys.values().removeIf(position -> position >= before);
            });
  }

  private Optional<Descriptor.Expansion> expandFromCache(int position) {
    return descriptor.expandFromCache(position, cache);
  }

  /**
   * Notes the next positions up to {@code end} in one go, where the descriptor allows that.
   *
   * @return whether there was any progress
   */
  private boolean sweep(long end, List<Bytes> found) {
    Optional<KeySweep> sweep = KeySweep.of(descriptor, cache);
    int before = expandedTo;
    while (sweep.isPresent() && expandedTo < end) {
      Optional<KeySweep.Item> item = sweep.get().at(expandedTo);
      if (item.isEmpty()) {
        break;
      }
      scripts.put(item.get().script(), expandedTo);
      found.add(item.get().script());
      publicKeys.putIfAbsent(item.get().key(), expandedTo);
      expandedTo++;
    }
    return expandedTo > before;
  }

  private void note(Descriptor.Expansion expansion, int position, List<Bytes> found) {
    for (Bytes script : expansion.scripts()) {
      scripts.put(script, position);
      found.add(script);
    }
    expansion.data().publicKeys().values().forEach(key -> publicKeys.putIfAbsent(key, position));
  }

  /**
   * Watches scripts ahead of the next address, and stores how far.
   *
   * @param size how many; 0 for the usual number
   * @return false if private keys are needed and not at hand
   */
  boolean topUp(int size) {
    return records.unit().get(() -> expand(size));
  }

  private boolean expand(int size) {
    undoExpansion();
    int target = size > 0 ? size : keypoolSize;
    long wanted =
        isRange()
            ? Math.min(
                Integer.MAX_VALUE,
                Math.max((long) record().nextIndex() + target, record().rangeEnd()))
            : 1;
    List<Bytes> found = new ArrayList<>();
    DescriptorCache additions = new DescriptorCache();
    boolean complete = true;
    try (SigningData secrets = isComplete(wanted) ? new SigningData() : secrets()) {
      while (expandedTo < wanted) {
        if (sweep(wanted, found)) {
          continue;
        }
        Optional<Descriptor.Expansion> expansion = expandFromCache(expandedTo);
        if (expansion.isEmpty()) {
          DescriptorCache fresh = new DescriptorCache();
          expansion = descriptor.expandAndCache(expandedTo, secrets, fresh);
          additions.merge(addToCache(fresh));
        }
        if (expansion.isEmpty()) {
          complete = false;
          break;
        }
        note(expansion.get(), expandedTo++, found);
      }
    }
    if (!complete) {
      // What was derived so far is watched, but the stored range grows only as a whole.
      writeCache(additions);
      newScripts.accept(found);
      return false;
    }
    record.set(
        new DescriptorRecord(
            record().descriptor(),
            record().creationTime(),
            record().nextIndex(),
            isRange() ? record().rangeStart() : 0,
            (int) wanted));
    writeCache(additions);
    writeRecord();
    newScripts.accept(found);
    return true;
  }

  /** Files keys until the unit fails; returns those that are new. */
  private DescriptorCache addToCache(DescriptorCache more) {
    DescriptorCache added = cache.merge(more);
    records.unit().undo(() -> cache.remove(added));
    return added;
  }

  private boolean isComplete(long wanted) {
    return expandedTo >= wanted;
  }

  private void writeCache(DescriptorCache items) {
    writeCache(records, id, items);
  }

  private static void writeCache(WalletRecords records, Bytes id, DescriptorCache items) {
    items.parents().forEach((at, key) -> records.putParentXpub(id, at, key.encode()));
    items
        .derived()
        .forEach(
            (at, key) -> records.putDerivedXpub(id, at.expression(), at.position(), key.encode()));
    items.lastHardened().forEach((at, key) -> records.putLastHardenedXpub(id, at, key.encode()));
  }

  /** Writes a descriptor with its cache. */
  static void write(WalletRecords to, Bytes id, DescriptorRecord record, DescriptorCache cache) {
    writeCache(to, id, cache);
    to.putDescriptor(id, record);
  }

  void writeAll() {
    writeCache(cache);
    writeRecord();
  }

  private void writeRecord() {
    records.putDescriptor(id, record());
  }

  /** Replaces range, next index and creation time by those of another import. */
  void update(DescriptorRecord replacement) {
    Map<Bytes, Integer> scriptsBefore = new HashMap<>(scripts);
    Map<PublicKey, Integer> publicKeysBefore = new HashMap<>(publicKeys);
    int expandedBefore = expandedTo;
    records
        .unit()
        .undo(
            () -> {
              scripts.clear();
              scripts.putAll(scriptsBefore);
              publicKeys.clear();
              publicKeys.putAll(publicKeysBefore);
              expandedTo = expandedBefore;
            });
    record.set(replacement);
    scripts.clear();
    publicKeys.clear();
    expandedTo = replacement.rangeStart();
  }

  // ---- addresses

  /** Tells whether an address could be given out, now or after unlocking. */
  public boolean canGiveAddresses() {
    return descriptor.isSingleType()
        && isRange()
        && (hasPrivateKeys()
            || record().nextIndex() < record().rangeEnd()
            || descriptor.canSelfExpand());
  }

  /** Returns the number of addresses that are watched and were not given out. */
  public int keypoolLeft() {
    return record().rangeEnd() - record().nextIndex();
  }

  /** Gives out the next address. */
  Destination nextDestination() throws AddressUnavailableException {
    return records.unit().attempt(this::giveOut);
  }

  private Destination giveOut() throws AddressUnavailableException {
    if (!canGiveAddresses()) {
      throw new AddressUnavailableException("No addresses available");
    }
    topUp(0);
    int index = record().nextIndex();
    if (index >= record().rangeEnd() || index >= expandedTo) {
      throw new AddressUnavailableException(
          "Error: Keypool ran out, please call keypoolrefill first");
    }
    Destination destination =
        expandFromCache(index)
            .flatMap(expansion -> expansion.scripts().stream().findFirst())
            .flatMap(Destination::of)
            .orElseThrow(
                () ->
                    new AddressUnavailableException(
                        "Error: Cannot extract destination from the generated scriptpubkey"));
    setNextIndex(index + 1);
    return destination;
  }

  /** Takes an address back if it was the last one given out. */
  void giveBack(int index) {
    if (record().nextIndex() - 1 == index) {
      setNextIndex(index);
    }
  }

  private void setNextIndex(int index) {
    records.atomically(
        () -> {
          record.set(record().withNextIndex(index));
          writeRecord();
        });
  }

  /**
   * Marks a script as used, with all before it.
   *
   * @return scripts that had not been given out
   */
  List<Bytes> markUsed(Bytes script) {
    Integer index = scripts.get(script);
    if (index == null) {
      return List.of();
    }
    if (index < record().nextIndex()) {
      topUp(0);
      return List.of();
    }
    List<Bytes> skipped = new ArrayList<>();
    for (int i = record().nextIndex(); i <= index; i++) {
      expandFromCache(i).ifPresent(expansion -> skipped.addAll(expansion.scripts()));
    }
    records.atomically(
        () -> {
          setNextIndex(index + 1);
          topUp(0);
        });
    return skipped;
  }

  // ---- private keys

  public boolean hasPrivateKeys() {
    return !keys.isEmpty() || !encryptedKeys.isEmpty();
  }

  public boolean hasEncryptedKeys() {
    return !encryptedKeys.isEmpty();
  }

  /** Tells whether the private key of a root key is in the wallet, encrypted or not. */
  public boolean hasPrivateKey(PublicKey publicKey) {
    return keys.containsKey(publicKey) || encryptedKeys.containsKey(publicKey);
  }

  void loadKey(PublicKey publicKey, SecretKey key) {
    keys.put(publicKey, key);
  }

  void loadEncryptedKey(PublicKey publicKey, Bytes encrypted) {
    encryptedKeys.put(publicKey, new EncryptedKey(publicKey, encrypted));
  }

  /** Adds and stores a private key; takes a copy. Needs an unlocked wallet. */
  void addKey(SecretKey key) {
    PublicKey publicKey = key.publicKey();
    if (hasPrivateKey(publicKey)) {
      return;
    }
    if (vault.isEncrypted()) {
      storeEncrypted(publicKey, vault.encrypt(key));
      return;
    }
    byte[] secret = new byte[32];
    key.copyTo(secret, 0);
    try (PrivateKeyBytes bytes = PrivateKeyBytes.wrap(secret)) {
      records.atomically(
          () -> {
            records.putKey(id, publicKey.bytes(), bytes);
            records.unit().undo(() -> drop(publicKey));
            keys.put(publicKey, key.copy());
          });
    }
  }

  private void drop(PublicKey publicKey) {
    SecretKey key = keys.remove(publicKey);
    if (key != null) {
      key.close();
    }
  }

  private void storeEncrypted(PublicKey publicKey, Bytes encrypted) {
    records.atomically(
        () -> {
          records.putEncryptedKey(id, publicKey.bytes(), encrypted);
          encryptedKeys.put(publicKey, new EncryptedKey(publicKey, encrypted));
        });
  }

  /**
   * Encrypts all keys with the vault's key and stores them. The unencrypted ones are wiped once
   * that is in the file.
   */
  void encryptKeys() {
    if (!encryptedKeys.isEmpty()) {
      throw new IllegalStateException("keys are encrypted already");
    }
    records.atomically(
        () -> {
          keys.forEach((publicKey, key) -> storeEncrypted(publicKey, vault.encrypt(key)));
          records.unit().afterCommit(this::dropPlainKeys);
        });
  }

  private void dropPlainKeys() {
    keys.values().forEach(SecretKey::close);
    keys.clear();
  }

  /**
   * Counts the encrypted keys that a master key opens.
   *
   * @param all whether to look further after the first
   */
  int countOpened(byte[] masterKey, boolean all) {
    int opened = 0;
    for (EncryptedKey key : encryptedKeys.values()) {
      Optional<SecretKey> secret = KeyVault.decrypt(masterKey, key.publicKey(), key.encrypted());
      if (secret.isPresent()) {
        secret.get().close();
        opened++;
      }
      if (!all) {
        break;
      }
    }
    return opened;
  }

  int encryptedKeyCount() {
    return encryptedKeys.size();
  }

  /** Returns copies of all private keys, none while locked; the caller closes the result. */
  public SigningData secrets() {
    SigningData secrets = new SigningData();
    keys.values().forEach(key -> secrets.addSecret(key.copy()));
    encryptedKeys
        .values()
        .forEach(
            key -> vault.decrypt(key.publicKey(), key.encrypted()).ifPresent(secrets::addSecret));
    return secrets;
  }

  /** Returns a copy of one private key, empty while locked; the caller closes it. */
  public Optional<SecretKey> secret(PublicKey publicKey) {
    SecretKey plain = keys.get(publicKey);
    if (plain != null) {
      return Optional.of(plain.copy());
    }
    EncryptedKey encrypted = encryptedKeys.get(publicKey);
    return encrypted == null
        ? Optional.empty()
        : vault.decrypt(encrypted.publicKey(), encrypted.encrypted());
  }

  // ---- signing

  /** Returns the position a script was derived at. */
  public Optional<Integer> position(Bytes script) {
    return Optional.ofNullable(scripts.get(script));
  }

  /** Returns the position at which a public key occurs. */
  public Optional<Integer> positionOf(PublicKey publicKey) {
    return Optional.ofNullable(publicKeys.get(publicKey));
  }

  /**
   * Returns what is known about the scripts of a position; the caller closes it.
   *
   * @param withSecrets whether private keys are added, as far as the wallet is unlocked
   */
  public Optional<SigningData> signingData(int position, boolean withSecrets) {
    Optional<SigningData> data = expandFromCache(position).map(Descriptor.Expansion::data);
    if (withSecrets && data.isPresent() && hasPrivateKeys()) {
      try (SigningData secrets = secrets()) {
        descriptor.expandSecrets(position, secrets, data.get());
      }
    }
    return data;
  }

  /** Returns the family of its addresses. */
  public Optional<OutputType> outputType() {
    return descriptor.outputType();
  }

  /** Completes the cache of wallets from before keys behind the last hardened step were cached. */
  public boolean upgradeCache() {
    boolean missing =
        cache.lastHardened().isEmpty()
            && !descriptor.canSelfExpand()
            && !descriptor.extendedKeys().isEmpty();
    if (!missing) {
      return true;
    }
    try (SigningData secrets = secrets()) {
      DescriptorCache fresh = new DescriptorCache();
      if (descriptor.expandAndCache(0, secrets, fresh).isEmpty()) {
        return false;
      }
      records.atomically(() -> writeCache(addToCache(fresh)));
      return true;
    }
  }

  void wipe() {
    dropPlainKeys();
  }

  @Override
  public String toString() {
    return "descriptor " + id;
  }
}
