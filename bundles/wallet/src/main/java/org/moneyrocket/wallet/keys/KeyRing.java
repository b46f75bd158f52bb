// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorCache;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.sign.MusigSessions;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.ScriptOwner;
import org.moneyrocket.wallet.store.DescriptorRecord;
import org.moneyrocket.wallet.store.UnitOfWork;
import org.moneyrocket.wallet.store.WalletRecords;

/** All descriptors of a wallet and which of them give out addresses. */
public final class KeyRing implements ScriptOwner {
  private static final int SEED_BYTES = 32;

  /**
   * What does not change while the wallet is loaded.
   *
   * @param testChain whether keys are derived with coin type 1
   * @param keypoolSize scripts watched ahead
   * @param now seconds since 1970
   */
  public record Environment(
      ChainFormat format,
      boolean testChain,
      int keypoolSize,
      LongSupplier now,
      SecureRandom random) {}

  private final Environment environment;
  private final WalletRecords records;
  private final KeyVault vault;
  private final AddressBook book;
  private final Map<Bytes, OwnedDescriptor> descriptors;
  private final Map<Bytes, List<OwnedDescriptor>> owners;
  private final Map<OutputType, OwnedDescriptor> external;
  private final Map<OutputType, OwnedDescriptor> internal;
  private final MusigSessions musigSessions = new MusigSessions();
  private LongConsumer birthTimes = time -> {};

  public KeyRing(Environment environment, WalletRecords records, KeyVault vault, AddressBook book) {
    this.environment = environment;
    this.records = records;
    this.vault = vault;
    this.book = book;
    UnitOfWork unit = records.unit();
    this.descriptors = unit.map(new LinkedHashMap<>());
    this.owners = unit.map(new HashMap<>());
    this.external = unit.map(new EnumMap<>(OutputType.class));
    this.internal = unit.map(new EnumMap<>(OutputType.class));
  }

  /** Sets who hears when descriptors were made, in seconds since 1970. */
  public void onBirthTime(LongConsumer listener) {
    birthTimes = listener;
    descriptors.values().forEach(d -> listener.accept(d.record().creationTime()));
  }

  UnitOfWork unit() {
    return records.unit();
  }

  public ChainFormat format() {
    return environment.format();
  }

  public KeyVault vault() {
    return vault;
  }

  // ---- descriptors

  public Collection<OwnedDescriptor> descriptors() {
    return Collections.unmodifiableCollection(descriptors.values());
  }

  public Optional<OwnedDescriptor> find(Bytes id) {
    return Optional.ofNullable(descriptors.get(id));
  }

  /** Returns the descriptors that own a script. */
  public List<OwnedDescriptor> owners(Bytes script) {
    return Collections.unmodifiableList(owners.getOrDefault(script, List.of()));
  }

  OwnedDescriptor make(Descriptor descriptor, DescriptorRecord record, DescriptorCache cache) {
    OwnedDescriptor[] made = new OwnedDescriptor[1];
    made[0] =
        new OwnedDescriptor(
            descriptor,
            record,
            cache,
            environment.keypoolSize(),
            records,
            vault,
            scripts -> scripts.forEach(script -> own(script, made[0])));
    return made[0];
  }

  private void own(Bytes script, OwnedDescriptor descriptor) {
    List<OwnedDescriptor> known = owners.getOrDefault(script, List.of());
    if (!known.contains(descriptor)) {
      List<OwnedDescriptor> list = new ArrayList<>(known.size() + 1);
      list.addAll(known);
      list.add(descriptor);
      owners.put(script, list);
    }
  }

  void insert(OwnedDescriptor descriptor) {
    descriptors.put(descriptor.id(), descriptor);
    birthTimes.accept(descriptor.record().creationTime());
  }

  @Override
  public boolean isMine(Bytes script) {
    return owners.containsKey(script);
  }

  /** Returns every watched script. */
  public Collection<Bytes> scripts() {
    return Collections.unmodifiableSet(owners.keySet());
  }

  /** Makes a random master key; the caller closes it. */
  public ExtendedSecretKey randomMaster() {
    byte[] seed = new byte[SEED_BYTES];
    Optional<ExtendedSecretKey> master;
    do {
      environment.random().nextBytes(seed);
      master = ExtendedSecretKey.fromSeed(seed);
    } while (master.isEmpty());
    Arrays.fill(seed, (byte) 0);
    return master.get();
  }

  /** Makes a seed and the default descriptors from it. */
  public void createDefaults() {
    try (ExtendedSecretKey key = randomMaster()) {
      records.atomically(
          () -> {
            for (boolean change : new boolean[] {false, true}) {
              for (OutputType type : DefaultDescriptors.TYPES) {
                activate(createDefault(key, type, change), type, change);
              }
            }
          });
    }
  }

  /** Makes the default descriptor of one kind and branch and activates it, unless it is there. */
  public Optional<OwnedDescriptor> createMissing(
      ExtendedSecretKey master, OutputType type, boolean change) {
    Descriptor descriptor =
        DefaultDescriptors.of(
            master.neuter(), type, change, environment.testChain(), environment.format());
    if (descriptors.containsKey(descriptor.id())) {
      return Optional.empty();
    }
    return Optional.of(
        records
            .unit()
            .get(
                () -> {
                  OwnedDescriptor made = createDefault(master, type, change);
                  activate(made, type, change);
                  return made;
                }));
  }

  /** Makes the default descriptor of one kind and branch; it is not active yet. */
  public OwnedDescriptor createDefault(ExtendedSecretKey master, OutputType type, boolean change) {
    Descriptor descriptor =
        DefaultDescriptors.of(
            master.neuter(), type, change, environment.testChain(), environment.format());
    DescriptorRecord record =
        new DescriptorRecord(descriptor.toString(), environment.now().getAsLong(), 0, 0, 0);
    OwnedDescriptor owned = make(descriptor, record, new DescriptorCache());
    records.atomically(
        () -> {
          owned.addKey(master.key());
          owned.writeAll();
          if (!owned.topUp(0)) {
            throw new IllegalStateException("keys of a new descriptor cannot be derived");
          }
          insert(owned);
        });
    return owned;
  }

  /** Makes and activates the descriptors of an external signer; later ones of a kind win. */
  public void createFromSigner(List<Descriptor> receive, List<Descriptor> change) {
    records.atomically(
        () -> {
          receive.forEach(descriptor -> createFromSigner(descriptor, false));
          change.forEach(descriptor -> createFromSigner(descriptor, true));
        });
  }

  private void createFromSigner(Descriptor descriptor, boolean change) {
    Optional<OutputType> type = descriptor.outputType();
    if (type.isEmpty()) {
      return;
    }
    DescriptorRecord record =
        new DescriptorRecord(descriptor.toString(), environment.now().getAsLong(), 0, 0, 0);
    OwnedDescriptor owned = make(descriptor, record, new DescriptorCache());
    owned.writeAll();
    if (!owned.topUp(0)) {
      throw new IllegalStateException("keys of a signer's descriptor cannot be derived");
    }
    insert(owned);
    activate(owned, type.get(), change);
  }

  /**
   * A descriptor that is added.
   *
   * @param secrets private keys that came with it
   * @param creationTime seconds since 1970
   * @param rangeEnd first position behind the range
   * @param label label of its addresses if there is no range
   */
  public record Import(
      Descriptor descriptor,
      SigningData secrets,
      long creationTime,
      int rangeStart,
      int rangeEnd,
      int nextIndex,
      Optional<String> label) {
    private DescriptorRecord record() {
      return new DescriptorRecord(
          descriptor.toString(), creationTime, nextIndex, rangeStart, rangeEnd);
    }
  }

  /** Adds a descriptor or updates it. Needs an unlocked wallet. */
  public OwnedDescriptor add(Import added) throws ImportException {
    OwnedDescriptor known = descriptors.get(added.descriptor().id());
    if (known != null) {
      requireWider(known.record(), added);
    }
    return records.unit().get(() -> add(added, known));
  }

  private OwnedDescriptor add(Import added, @Nullable OwnedDescriptor known) {
    OwnedDescriptor owned =
        known != null ? known : make(added.descriptor(), added.record(), new DescriptorCache());
    if (known != null) {
      known.update(added.record());
    }
    added.secrets().secrets().values().forEach(owned::addKey);
    if (!owned.topUp(0)) {
      throw new IllegalStateException("Could not top up scriptPubKeys");
    }
    insert(owned);
    if (added.label().isPresent() && !added.descriptor().isRange()) {
      for (Bytes script : owned.scripts()) {
        Destination.of(script)
            .ifPresent(
                to ->
                    book.setLabel(
                        to, added.label().get(), Optional.of(AddressBook.Purpose.RECEIVE)));
      }
    }
    return owned;
  }

  private static void requireWider(DescriptorRecord present, Import added) throws ImportException {
    if (added.descriptor().isRange()
        && (added.rangeStart() > present.rangeStart() || added.rangeEnd() < present.rangeEnd())) {
      throw new ImportException(
          "new range must include current range = ["
              + present.rangeStart()
              + ","
              + (present.rangeEnd() - 1)
              + "]");
    }
  }

  /** Returns a copy of a private key of any descriptor, empty if there is none or it is locked. */
  public Optional<SecretKey> secret(PublicKey publicKey) {
    return descriptors.values().stream()
        .map(descriptor -> descriptor.secret(publicKey))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Tells whether the private key of a root key is in the wallet, encrypted or not. */
  public boolean hasPrivateKey(PublicKey publicKey) {
    return descriptors.values().stream().anyMatch(d -> d.hasPrivateKey(publicKey));
  }

  // ---- which give out addresses

  private Map<OutputType, OwnedDescriptor> slots(boolean change) {
    return change ? internal : external;
  }

  public Optional<OwnedDescriptor> active(OutputType type, boolean change) {
    return Optional.ofNullable(slots(change).get(type));
  }

  /** Returns all active descriptors, those for receiving first. */
  public List<OwnedDescriptor> active() {
    List<OwnedDescriptor> all = new ArrayList<>(external.values());
    internal.values().stream().filter(d -> !all.contains(d)).forEach(all::add);
    return all;
  }

  public boolean isActive(OwnedDescriptor descriptor) {
    return external.containsValue(descriptor) || internal.containsValue(descriptor);
  }

  /** Tells whether an active descriptor is for change; empty if it is not active. */
  public Optional<Boolean> isInternal(OwnedDescriptor descriptor) {
    if (internal.containsValue(descriptor)) {
      return Optional.of(true);
    }
    return external.containsValue(descriptor) ? Optional.of(false) : Optional.empty();
  }

  void loadActive(OwnedDescriptor descriptor, OutputType type, boolean change) {
    slots(change).put(type, descriptor);
    if (descriptor.equals(slots(!change).get(type))) {
      slots(!change).remove(type);
    }
  }

  /** Makes a descriptor the one that gives out addresses of a kind. */
  public void activate(OwnedDescriptor descriptor, OutputType type, boolean change) {
    records.atomically(
        () -> {
          records.putActive(type.ordinal(), change, descriptor.id());
          if (descriptor.equals(slots(!change).get(type))) {
            records.deleteActive(type.ordinal(), !change);
          }
          loadActive(descriptor, type, change);
        });
  }

  /** Ends that, if the descriptor is the one. */
  public void deactivate(OwnedDescriptor descriptor, OutputType type, boolean change) {
    if (descriptor.equals(slots(change).get(type))) {
      records.atomically(
          () -> {
            slots(change).remove(type);
            records.deleteActive(type.ordinal(), change);
          });
    }
  }

  // ---- addresses

  /** Tells whether an address of any kind can be given out. */
  public boolean canGiveAddresses(boolean change) {
    return slots(change).values().stream().anyMatch(OwnedDescriptor::canGiveAddresses);
  }

  /** Gives out a receiving address and labels it. */
  public Destination newAddress(OutputType type, String label) throws AddressUnavailableException {
    OwnedDescriptor descriptor = external.get(type);
    if (descriptor == null) {
      throw noAddresses(type);
    }
    return records
        .unit()
        .attempt(
            () -> {
              Destination destination = descriptor.nextDestination();
              book.setLabel(destination, label, Optional.of(AddressBook.Purpose.RECEIVE));
              return destination;
            });
  }

  /** Gives out an address for change; it can be given back. */
  public Reserved reserveChange(OutputType type) throws AddressUnavailableException {
    OwnedDescriptor descriptor = internal.get(type);
    if (descriptor == null) {
      throw noAddresses(type);
    }
    Destination destination = descriptor.nextDestination();
    return new Reserved(descriptor, descriptor.record().nextIndex() - 1, destination);
  }

  /** An address for change that is kept or given back. */
  public record Reserved(OwnedDescriptor descriptor, int index, Destination destination) {
    /** Gives the address back, unless another was given out since. */
    public void giveBack() {
      descriptor.giveBack(index);
    }
  }

  private static AddressUnavailableException noAddresses(OutputType type) {
    return new AddressUnavailableException("Error: No " + type.label() + " addresses available.");
  }

  @Override
  public void paid(Bytes script) {
    if (owners.containsKey(script)) {
      records.atomically(() -> noteUse(script));
    }
  }

  private void noteUse(Bytes script) {
    for (OwnedDescriptor owner : List.copyOf(owners.getOrDefault(script, List.of()))) {
      List<Bytes> skipped = owner.markUsed(script);
      if (isInternal(owner).equals(Optional.of(false))) {
        for (Bytes other : skipped) {
          if (book.find(other).isEmpty()) {
            Destination.of(other)
                .ifPresent(d -> book.setLabel(d, "", Optional.of(AddressBook.Purpose.RECEIVE)));
          }
        }
      }
    }
  }

  /**
   * Watches scripts ahead of the next addresses of all active descriptors.
   *
   * @param size how many; 0 for the usual number
   */
  public boolean topUp(int size) {
    return records
        .unit()
        .get(() -> active().stream().map(d -> d.topUp(size)).reduce(true, Boolean::logicalAnd));
  }

  /** Returns how many receiving addresses are watched and were not given out. */
  public int externalKeypool() {
    return external.values().stream().mapToInt(OwnedDescriptor::keypoolLeft).sum();
  }

  /** Returns the same for all active descriptors. */
  public int keypool() {
    return active().stream().mapToInt(OwnedDescriptor::keypoolLeft).sum();
  }

  // ---- signing

  /**
   * Returns what is known about scripts, of all descriptors that own one; the caller closes it.
   *
   * @param withSecrets whether private keys are added, as far as the wallet is unlocked
   */
  public SigningData signingData(Collection<Bytes> scripts, boolean withSecrets) {
    SigningData all = new SigningData();
    for (Bytes script : scripts) {
      for (OwnedDescriptor owner : owners(script)) {
        owner
            .position(script)
            .flatMap(position -> owner.signingData(position, withSecrets))
            .ifPresent(all::merge);
      }
    }
    return all;
  }

  /** Returns where secret nonces of MuSig2 are kept, in memory alone (BIP327). */
  public MusigSessions musigSessions() {
    return musigSessions;
  }

  /**
   * Returns what is known about a public key.
   *
   * @param withSecret whether its private key is added, if the wallet is unlocked
   */
  public Optional<SigningData> signingData(PublicKey publicKey, boolean withSecret) {
    for (OwnedDescriptor descriptor : descriptors.values()) {
      Optional<SigningData> data =
          descriptor
              .positionOf(publicKey)
              .flatMap(position -> descriptor.signingData(position, withSecret));
      if (data.isPresent()) {
        return data;
      }
    }
    return Optional.empty();
  }

  /** Tells whether any private key is stored. */
  public boolean hasPrivateKeys() {
    return descriptors.values().stream().anyMatch(OwnedDescriptor::hasPrivateKeys);
  }

  /** Wipes all secrets from memory; the ring cannot be used afterwards. */
  public void wipe() {
    vault.lock();
    musigSessions.close();
    descriptors.values().forEach(OwnedDescriptor::wipe);
  }
}
