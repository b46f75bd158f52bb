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
    private Optional<String> label = Optional.empty();
    private Optional<Purpose> purpose = Optional.empty();
    private boolean used;
    private final Map<String, String> receiveRequests = new TreeMap<>();

    Entry(String address) {
      this.address = address;
    }

    public String address() {
      return address;
    }

    /** Returns the label; empty for change. */
    public Optional<String> label() {
      return label;
    }

    public Optional<Purpose> purpose() {
      return purpose;
    }

    /** Tells whether coins of it were spent while reuse was to be avoided. */
    public boolean isUsed() {
      return used;
    }

    /** Returns payment requests by number, each a string of bytes. */
    public Map<String, String> receiveRequests() {
      return Collections.unmodifiableMap(receiveRequests);
    }
  }

  private final Map<Bytes, Entry> entries = new LinkedHashMap<>();
  private final ChainFormat format;
  private final WalletRecords records;

  public AddressBook(ChainFormat format, WalletRecords records) {
    this.format = format;
    this.records = records;
  }

  /** Takes over what was stored; addresses of other chains stay in the file only. */
  public void load(WalletContents contents) {
    contents
        .addresses()
        .forEach(
            (address, stored) ->
                format
                    .decode(address)
                    .ifPresent(
                        destination -> {
                          Entry entry = new Entry(address);
                          entry.label = stored.label();
                          entry.purpose = stored.purpose().flatMap(Purpose::byText);
                          entry.used = stored.used();
                          entry.receiveRequests.putAll(stored.receiveRequests());
                          entries.put(destination.script(), entry);
                        }));
  }

  /** Returns a labelled entry. */
  public Optional<Entry> find(Bytes script) {
    return Optional.ofNullable(entries.get(script)).filter(entry -> entry.label.isPresent());
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
          if (entry.label.isPresent()) {
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
    Optional<Entry> made = format.addressOf(script).map(Entry::new);
    made.ifPresent(entry -> entries.put(script, entry));
    return made;
  }

  /**
   * Labels an address.
   *
   * @param purpose empty leaves it as it is
   */
  public void setLabel(Destination destination, String label, Optional<Purpose> purpose) {
    Bytes script = destination.script();
    entry(script)
        .ifPresent(
            entry -> {
              entry.label = Optional.of(label);
              purpose.ifPresent(
                  p -> {
                    entry.purpose = purpose;
                    records.putPurpose(entry.address, p.text());
                  });
              records.putLabel(entry.address, label);
            });
  }

  /** Removes a foreign address. */
  public void remove(Destination destination) {
    Entry entry = entries.remove(destination.script());
    if (entry != null) {
      records.putUsed(entry.address, false);
      entry.receiveRequests.keySet().forEach(n -> records.deleteReceiveRequest(entry.address, n));
      records.deletePurpose(entry.address);
      records.deleteLabel(entry.address);
    }
  }

  /** Tells whether coins of a script's address were spent while reuse was to be avoided. */
  public boolean isUsed(Bytes script) {
    Entry entry = entries.get(script);
    return entry != null && entry.used;
  }

  /** Marks an own address as spent from. */
  public void setUsed(Bytes script, boolean used) {
    if (isUsed(script) != used) {
      entry(script)
          .ifPresent(
              entry -> {
                entry.used = used;
                records.putUsed(entry.address, used);
              });
    }
  }

  /** Stores a payment request with an address. */
  public void putReceiveRequest(Bytes script, String number, String serialized) {
    entry(script)
        .ifPresent(
            entry -> {
              entry.receiveRequests.put(number, serialized);
              records.putReceiveRequest(entry.address, number, serialized);
            });
  }
}
