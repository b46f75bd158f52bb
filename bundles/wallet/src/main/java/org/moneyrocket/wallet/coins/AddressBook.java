// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.store.MemoryValue;
import org.moneyrocket.wallet.store.UnitOfWork;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletRecords;

/**
 * Labels and purposes of addresses, own and foreign. An own address without a label is change.
 * Entries are found by script.
 */
public final class AddressBook {
  /** What an address is for. */
  public enum Purpose {
    RECEIVE("receive"),
    SEND("send"),
    REFUND("refund");

    private final String text;

    Purpose(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    public static Optional<Purpose> byText(String text) {
      for (Purpose purpose : values()) {
        if (purpose.text.equals(text)) {
          return Optional.of(purpose);
        }
      }
      return Optional.empty();
    }
  }

  /** One address. */
  public static final class Entry {
    private final String address;
    private final MemoryValue<Optional<String>> label;
    private final MemoryValue<Optional<Purpose>> purpose;
    private final MemoryValue<Boolean> used;
    private final Map<String, String> receiveRequests;

    Entry(UnitOfWork unit, String address) {
      this.address = address;
      this.label = unit.value(Optional.empty());
      this.purpose = unit.value(Optional.empty());
      this.used = unit.value(false);
      this.receiveRequests = unit.map(new TreeMap<>());
    }

    public String address() {
      return address;
    }

    /** Returns the label; empty for change. */
    public Optional<String> label() {
      return label.get();
    }

    public Optional<Purpose> purpose() {
      return purpose.get();
    }

    /** Tells whether coins of it were spent while reuse was to be avoided. */
    public boolean isUsed() {
      return used.get();
    }

    /** Returns payment requests by number, each a string of bytes. */
    public Map<String, String> receiveRequests() {
      return Collections.unmodifiableMap(receiveRequests);
    }
  }

  private final Map<Bytes, Entry> entries;
  private final ChainFormat format;
  private final WalletRecords records;

  public AddressBook(ChainFormat format, WalletRecords records) {
    this.format = format;
    this.records = records;
    this.entries = records.unit().map(new LinkedHashMap<>());
  }

  /** Takes over what was stored; addresses of other chains stay in the file only. */
  public void load(WalletContents contents) {
    records
        .unit()
        .loading(
            () -> {
              contents.addresses().forEach(this::load);
              return contents;
            });
  }

  private void load(String address, WalletContents.StoredAddress stored) {
    format
        .decode(address)
        .ifPresent(
            destination -> {
              Entry entry = new Entry(records.unit(), address);
              entry.label.set(stored.label());
              entry.purpose.set(stored.purpose().flatMap(Purpose::byText));
              entry.used.set(stored.used());
              entry.receiveRequests.putAll(stored.receiveRequests());
              entries.put(destination.script(), entry);
            });
  }

  /** Returns a labelled entry. */
  public Optional<Entry> find(Bytes script) {
    return Optional.ofNullable(entries.get(script)).filter(entry -> entry.label().isPresent());
  }

  /** Returns an entry, labelled or not. */
  public Optional<Entry> findAny(Bytes script) {
    return Optional.ofNullable(entries.get(script));
  }

  /** Returns the label of a script's address; empty for change and unknown ones. */
  public Optional<String> label(Bytes script) {
    return find(script).flatMap(Entry::label);
  }

  /** Returns all labelled entries, oldest first. */
  public Map<Bytes, Entry> labelled() {
    Map<Bytes, Entry> labelled = new LinkedHashMap<>();
    entries.forEach(
        (script, entry) -> {
          if (entry.label().isPresent()) {
            labelled.put(script, entry);
          }
        });
    return labelled;
  }

  /** Returns all entries, those of change as well. */
  public List<Entry> all() {
    return new ArrayList<>(entries.values());
  }

  private Optional<Entry> entry(Bytes script) {
    Entry known = entries.get(script);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Entry> made =
        format.addressOf(script).map(address -> new Entry(records.unit(), address));
    made.ifPresent(entry -> entries.put(script, entry));
    return made;
  }

  /**
   * Labels an address.
   *
   * @param purpose empty leaves it as it is
   */
  public void setLabel(Destination destination, String label, Optional<Purpose> purpose) {
    records.atomically(
        () -> entry(destination.script()).ifPresent(entry -> setLabel(entry, label, purpose)));
  }

  private void setLabel(Entry entry, String label, Optional<Purpose> purpose) {
    entry.label.set(Optional.of(label));
    if (purpose.isPresent()) {
      entry.purpose.set(purpose);
      records.putPurpose(entry.address, purpose.get().text());
    }
    records.putLabel(entry.address, label);
  }

  /** Removes a foreign address. */
  public void remove(Destination destination) {
    records.atomically(
        () -> {
          Entry entry = entries.remove(destination.script());
          if (entry != null) {
            delete(entry);
          }
        });
  }

  private void delete(Entry entry) {
    records.putUsed(entry.address, false);
    entry.receiveRequests.keySet().forEach(n -> records.deleteReceiveRequest(entry.address, n));
    records.deletePurpose(entry.address);
    records.deleteLabel(entry.address);
  }

  /** Tells whether coins of a script's address were spent while reuse was to be avoided. */
  public boolean isUsed(Bytes script) {
    Entry entry = entries.get(script);
    return entry != null && entry.isUsed();
  }

  /** Marks an own address as spent from. */
  public void setUsed(Bytes script, boolean used) {
    if (isUsed(script) != used) {
      records.atomically(() -> entry(script).ifPresent(entry -> setUsed(entry, used)));
    }
  }

  private void setUsed(Entry entry, boolean used) {
    entry.used.set(used);
    records.putUsed(entry.address, used);
  }

  /** Stores a payment request with an address. */
  public void putReceiveRequest(Bytes script, String number, String serialized) {
    records.atomically(
        () -> entry(script).ifPresent(entry -> putReceiveRequest(entry, number, serialized)));
  }

  private void putReceiveRequest(Entry entry, String number, String serialized) {
    entry.receiveRequests.put(number, serialized);
    records.putReceiveRequest(entry.address, number, serialized);
  }
}
