// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.AsMap;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.addrman.NetGroups;
import org.moneyrocket.node.addrman.PeersFile;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.ChainType;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of possible peers, as the options want them kept. */
public final class Addresses {
  private static final Logger log = LoggerFactory.getLogger(Addresses.class);
  private static final String SHIPPED_MAP = "ip_asn.dat";

  private final PeersFile file;
  private final AddressBook book;

  private Addresses(PeersFile file, AddressBook book) {
    this.file = file;
    this.book = book;
  }

  /**
   * Reads what is kept.
   *
   * @param home directory of the installation
   * @throws StartException with a sentence for the user if a file cannot be used
   */
  static Addresses open(Settings settings, Path home, Bytes magic, NodeClock clock) {
    NetGroups groups = new NetGroups(map(settings, home));
    log.info(
        groups.usesMap()
            ? "Using asmap version " + groups.version().reversed().toHex() + " for IP bucketing"
            : "Using /16 prefix for IP bucketing");
    boolean deterministic =
        settings.chain() == ChainType.REGTEST
            && settings.get(ConnectionOptions.TEST).contains("addrman");
    PeersFile file =
        new PeersFile(
            settings.dataDirectory().chain().resolve("peers.dat"),
            magic,
            groups,
            clock::seconds,
            deterministic,
            (int) Math.clamp(settings.get(ConnectionOptions.CHECKADDRMAN), 0, 1_000_000L));
    try {
      AddressBook book = file.load();
      if (groups.usesMap()) {
        reportHealth(book);
      }
      return new Addresses(file, book);
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<AsMap> map(Settings settings, Path home) {
    if (!settings.isSet(ConnectionOptions.ASMAP)
        || settings.isNegated(ConnectionOptions.ASMAP)
        || settings.get(ConnectionOptions.ASMAP).equals("0")) {
      return Optional.empty();
    }
    String value = settings.get(ConnectionOptions.ASMAP);
    if (value.isEmpty() || value.equals("1")) {
      AsMap shipped =
          shippedMap(home)
              .orElseThrow(() -> new StartException("Embedded asmap data not available"));
      log.info("Opened asmap data ({} bytes) from embedded byte array", shipped.toArray().length);
      return Optional.of(shipped);
    }
    Path file = settings.dataDirectory().chain().resolve(value);
    if (!Files.exists(file)) {
      throw new StartException("Could not find asmap file \"" + file + "\"");
    }
    return Optional.of(
        AsMap.read(file)
            .orElseThrow(() -> new StartException("Could not parse asmap file \"" + file + "\"")));
  }

  /**
   * Returns the map that came with the program, empty if none did: a distribution may put one into
   * {@code etc} of the installation.
   */
  public static Optional<AsMap> shippedMap(Path home) {
    Path file = home.resolve("etc").resolve(SHIPPED_MAP);
    return Files.exists(file) ? AsMap.read(file) : Optional.empty();
  }

  /** Says how well the map knows the addresses there are. */
  private static void reportHealth(AddressBook book) {
    List<Host> hosts = new ArrayList<>();
    for (boolean tried : new boolean[] {false, true}) {
      for (AddressBook.Placed placed : book.table(tried)) {
        Host host = placed.peer().endpoint().host();
        if (host.netClass() == Net.IPV4 || host.netClass() == Net.IPV6) {
          hosts.add(host);
        }
      }
    }
    Set<Long> systems = new HashSet<>();
    int unmapped = 0;
    for (Host host : new HashSet<>(hosts)) {
      long system = book.groups().systemOf(host);
      if (system == 0) {
        unmapped++;
      } else {
        systems.add(system);
      }
    }
    log.info(
        "ASMap Health Check: {} clearnet peers are mapped to {} ASNs with {} peers being unmapped",
        new HashSet<>(hosts).size(),
        systems.size(),
        unmapped);
  }

  AddressBook book() {
    return book;
  }

  /** Writes what is known. */
  void save() {
    file.save(book);
  }
}
