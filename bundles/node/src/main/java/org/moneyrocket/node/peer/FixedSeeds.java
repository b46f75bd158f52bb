// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.node.net.NameLookup;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.StartException;

/**
 * Addresses that came with the program. None do by themselves: a distribution may put a file {@code
 * etc/seeds/CHAIN} into the installation, one address a line.
 */
final class FixedSeeds {
  private static final int MAX_ADDRESSES = 10_000;

  private FixedSeeds() {}

  /**
   * Reads the file of a chain.
   *
   * @param home directory of the installation
   * @return none if there is no such file
   * @throws StartException naming the line that is no address
   */
  static List<NetAddress> read(Path home, String chain, int defaultPort) {
    Path file = home.resolve("etc").resolve("seeds").resolve(chain);
    if (!Files.exists(file)) {
      return List.of();
    }
    List<NetAddress> addresses = new ArrayList<>();
    try (var lines = Files.lines(file)) {
      int number = 0;
      for (String line : (Iterable<String>) lines.limit(MAX_ADDRESSES)::iterator) {
        number++;
        String text = line.replaceFirst("#.*", "").strip();
        if (!text.isEmpty()) {
          Optional<NetAddress> address = NetAddress.parse(text, defaultPort, NameLookup.NONE);
          int at = number;
          addresses.add(
              address.orElseThrow(
                  () -> new StartException(file + ":" + at + ": not an address: " + text)));
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new StartException("Cannot read " + file + ": " + IoText.reason(e));
    }
    return addresses;
  }
}
