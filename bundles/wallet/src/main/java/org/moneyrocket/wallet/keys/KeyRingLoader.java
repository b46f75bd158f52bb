// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorCache;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.wallet.store.LoadVerdict;
import org.moneyrocket.wallet.store.PrivateKeyBytes;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletContents.StoredDescriptor;
import org.moneyrocket.wallet.store.XpubCache;

/** Fills a {@link KeyRing} from what a wallet file holds. */
public final class KeyRingLoader {
  private final KeyRing ring;
  private final List<String> problems = new ArrayList<>();
  private LoadVerdict verdict = LoadVerdict.OK;

  public KeyRingLoader(KeyRing ring) {
    this.ring = ring;
  }

  /** Returns what was wrong, for the log. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Loads descriptors, keys and slots; returns how well that went. */
  public LoadVerdict load(WalletContents contents) {
    return ring.unit().loading(() -> fill(contents));
  }

  private LoadVerdict fill(WalletContents contents) {
    ring.vault().load(contents.masterKeys());
    for (StoredDescriptor stored : contents.descriptors()) {
      load(stored);
    }
    for (Map.Entry<WalletContents.Slot, Bytes> slot : contents.active().entrySet()) {
      int type = slot.getKey().outputType();
      Optional<OwnedDescriptor> descriptor = ring.find(slot.getValue());
      if (descriptor.isPresent() && type >= 0 && type < OutputType.UNKNOWN.ordinal()) {
        ring.loadActive(descriptor.get(), OutputType.values()[type], slot.getKey().internal());
      } else {
        problem(LoadVerdict.CORRUPT, "an active descriptor is missing");
      }
    }
    return verdict;
  }

  private void problem(LoadVerdict worse, String text) {
    verdict = verdict.worse(worse);
    problems.add(text);
  }

  private void load(StoredDescriptor stored) {
    Descriptor descriptor;
    try {
      descriptor =
          Descriptor.parse(stored.record().descriptor(), ring.format(), true).descriptors().get(0);
    } catch (DescriptorException e) {
      problem(LoadVerdict.UNKNOWN_DESCRIPTOR, "Unrecognized descriptor found: " + e.getMessage());
      return;
    }
    if (!descriptor.id().equals(stored.id())) {
      problem(
          LoadVerdict.CORRUPT,
          "The descriptor ID calculated by the wallet differs from the one in DB");
      return;
    }
    Optional<DescriptorCache> cache = cache(stored.cache());
    if (cache.isEmpty()) {
      problem(LoadVerdict.CORRUPT, "the key cache of a descriptor is damaged");
      return;
    }
    if (!stored.keys().isEmpty() && !stored.encryptedKeys().isEmpty()) {
      problem(LoadVerdict.CORRUPT, "Wallet contains both unencrypted and encrypted keys");
      return;
    }
    OwnedDescriptor owned = ring.make(descriptor, stored.record(), cache.get());
    if (loadKeys(stored, owned)) {
      if (owned.load()) {
        ring.insert(owned);
      } else {
        problem(LoadVerdict.CORRUPT, "Error: Unable to expand wallet descriptor from cache");
      }
    }
  }

  private boolean loadKeys(StoredDescriptor stored, OwnedDescriptor owned) {
    for (Map.Entry<Bytes, PrivateKeyBytes> entry : stored.keys().entrySet()) {
      Optional<PublicKey> publicKey = PublicKey.of(entry.getKey());
      Optional<SecretKey> key =
          publicKey.flatMap(p -> SecretKey.of(entry.getValue().toArray(), p.isCompressed()));
      entry.getValue().close();
      if (key.isEmpty()) {
        problem(LoadVerdict.CORRUPT, "descriptor unencrypted key CPrivKey corrupt");
        return false;
      }
      owned.loadKey(publicKey.get(), key.get());
    }
    for (Map.Entry<Bytes, Bytes> entry : stored.encryptedKeys().entrySet()) {
      Optional<PublicKey> publicKey = PublicKey.of(entry.getKey());
      if (publicKey.isEmpty()) {
        problem(LoadVerdict.CORRUPT, "descriptor encrypted key CPubKey corrupt");
        return false;
      }
      owned.loadEncryptedKey(publicKey.get(), entry.getValue());
    }
    return true;
  }

  private static Optional<DescriptorCache> cache(XpubCache stored) {
    DescriptorCache cache = new DescriptorCache();
    for (Map.Entry<Integer, Bytes> entry : stored.parents().entrySet()) {
      Optional<ExtendedPublicKey> key = ExtendedPublicKey.decode(entry.getValue());
      if (key.isEmpty()) {
        return Optional.empty();
      }
      cache.putParent(entry.getKey(), key.get());
    }
    for (Map.Entry<XpubCache.Derived, Bytes> entry : stored.derived().entrySet()) {
      Optional<ExtendedPublicKey> key = ExtendedPublicKey.decode(entry.getValue());
      if (key.isEmpty()) {
        return Optional.empty();
      }
      cache.putDerived(entry.getKey().position(), entry.getKey().index(), key.get());
    }
    for (Map.Entry<Integer, Bytes> entry : stored.lastHardened().entrySet()) {
      Optional<ExtendedPublicKey> key = ExtendedPublicKey.decode(entry.getValue());
      if (key.isEmpty()) {
        return Optional.empty();
      }
      cache.putLastHardened(entry.getKey(), key.get());
    }
    return Optional.of(cache);
  }
}
