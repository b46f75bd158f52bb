// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moneyrocket.fuzz.Check;

/** The list of addresses that are refused. */
public final class BansFuzz {
  private static final Path FILE = file();

  private BansFuzz() {}

  private static Path file() {
    try {
      return Files.createTempDirectory("bans-fuzz").resolve("banlist.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file, and again what was kept of it. */
  public static void fuzz(byte[] content) throws IOException {
    Files.write(FILE, content);
    Bans bans = new Bans(FILE, () -> 1_000_000);
    Subnet loopback = Subnet.parse("127.0.0.1").orElseThrow();
    bans.ban(loopback, Long.MAX_VALUE);
    Check.same(new Bans(FILE, () -> 1_000_000).list(), bans.list(), "bans written and read");
  }
}
