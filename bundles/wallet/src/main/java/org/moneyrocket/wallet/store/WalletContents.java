// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/** Everything a wallet file holds, as it was read. Filled by {@link WalletReader}. */
public final class WalletContents {
  /** A descriptor with its keys; keys are by their public key. */
  public static final class StoredDescriptor {
    private final Bytes id;
    private final DescriptorRecord record;
    private final XpubCache cache = new XpubCache();
    private final Map<Bytes, PrivateKeyBytes> keys = new TreeMap<>();
    private final Map<Bytes, Bytes> encryptedKeys = new TreeMap<>();

    StoredDescriptor(Bytes id, DescriptorRecord record) {
      this.id = id;
      this.record = record;
    }

    public Bytes id() {
      return id;
    }

    public DescriptorRecord record() {
      return record;
    }

    public XpubCache cache() {
      return cache;
    }

    public Map<Bytes, PrivateKeyBytes> keys() {
      return keys;
    }

    public Map<Bytes, Bytes> encryptedKeys() {
      return encryptedKeys;
    }
  }

  /** Which descriptor gives out addresses of one type. */
  public record Slot(int outputType, boolean internal) {}

  /** What is known of an address. */
  public static final class StoredAddress {
    Optional<String> label = Optional.empty();
    Optional<String> purpose = Optional.empty();
    boolean used;
    final Map<String, String> receiveRequests = new TreeMap<>();

    public Optional<String> label() {
      return label;
    }

    public Optional<String> purpose() {
      return purpose;
    }

    /** Tells whether it was spent from while reuse was to be avoided. */
    public boolean used() {
      return used;
    }

    /** Returns serialized payment requests by their number. */
    public Map<String, String> receiveRequests() {
      return receiveRequests;
    }
  }

  LoadVerdict verdict = LoadVerdict.OK;
  final List<String> problems = new ArrayList<>();
  Optional<Integer> version = Optional.empty();
  Optional<Long> flags = Optional.empty();
  final List<StoredDescriptor> descriptors = new ArrayList<>();
  final Map<Slot, Bytes> active = new HashMap<>();
  final Map<Integer, MasterKeyRecord> masterKeys = new TreeMap<>();
  final Map<String, StoredAddress> addresses = new TreeMap<>();
  final List<TxRecord> transactions = new ArrayList<>();
  final Map<Txid, List<Transaction>> variants = new HashMap<>();
  final Set<OutPoint> lockedOutputs = new HashSet<>();
  final Map<String, Txid> sends = new HashMap<>();
  boolean leftovers;
  Optional<Long> nextOrderPosition = Optional.empty();
  Optional<Locator> bestBlock = Optional.empty();

  WalletContents() {}

  /** Tells whether secrets that were replaced may lie in unused parts of the file. */
  public boolean hasLeftovers() {
    return leftovers;
  }

  public LoadVerdict verdict() {
    return verdict;
  }

  /** Returns what was wrong, for the log. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public Optional<Integer> version() {
    return version;
  }

  public Optional<Long> flags() {
    return flags;
  }

  public List<StoredDescriptor> descriptors() {
    return descriptors;
  }

  public Map<Slot, Bytes> active() {
    return active;
  }

  public Map<Integer, MasterKeyRecord> masterKeys() {
    return masterKeys;
  }

  public Map<String, StoredAddress> addresses() {
    return addresses;
  }

  public List<TxRecord> transactions() {
    return transactions;
  }

  /** Returns the known witness forms of a transaction besides the main one. */
  public List<Transaction> variants(Txid txid) {
    return variants.getOrDefault(txid, List.of());
  }

  public Set<OutPoint> lockedOutputs() {
    return lockedOutputs;
  }

  /** Returns which transactions were made by sends with an idempotency key. */
  public Map<String, Txid> sends() {
    return sends;
  }

  public Optional<Long> nextOrderPosition() {
    return nextOrderPosition;
  }

  /** Returns how far the wallet followed the chain. */
  public Optional<Locator> bestBlock() {
    return bestBlock;
  }
}
