// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The password that a server leaves in a file for programs of the same user. Whoever wrote the file
 * deletes it.
 */
public final class CookieFile implements AutoCloseable {
  /** User name that goes with the password. */
  public static final String USER = "__cookie__";

  private static final int RANDOM_BYTES = 32;

  private static final Logger log = LoggerFactory.getLogger(CookieFile.class);

  private final Path path;
  private final String password;

  private CookieFile(Path path, String password) {
    this.path = path;
    this.password = password;
  }

  /**
   * Writes a new cookie, unless {@code -norpccookiefile} is given.
   *
   * @throws StartException when {@code -rpccookieperms} is wrong
   * @throws IOException when the file cannot be written
   */
  public static Optional<CookieFile> create(Settings settings) throws IOException {
    Optional<Path> path = settings.dataDirectory().cookieFile();
    if (path.isEmpty()) {
      log.info("RPC authentication cookie file generation is disabled.");
      return Optional.empty();
    }
    String mode = mode(settings);
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path file = path.get();
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    PrivateFiles.write(fresh, (USER + ":" + password).getBytes(StandardCharsets.US_ASCII));
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    if (mode != null) {
      PrivateFiles.setMode(file, mode);
    }
    log.info("Generated RPC authentication cookie {}", file);
    log.info("Permissions used for cookie: {}", mode == null ? "rw-------" : mode);
    return Optional.of(new CookieFile(file, password));
  }

  private static @Nullable String mode(Settings settings) {
    String readers = settings.get(RpcOptions.RPCCOOKIEPERMS);
    return switch (readers) {
      case "" -> null;
      case "owner" -> "rw-------";
      case "group" -> "rw-r-----";
      case "all" -> "rw-r--r--";
      default ->
          throw new StartException(
              "Invalid -rpccookieperms="
                  + readers
                  + "; must be one of 'owner', 'group', or 'all'.");
    };
  }

  /** Returns the password alone. */
  public String password() {
    return password;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("Unable to remove random auth cookie file {}: {}", path, IoText.reason(e));
    }
  }

  /** Does not show the password. */
  @Override
  public String toString() {
    return "CookieFile[" + path + "]";
  }
}
