// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.CookieFile;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and hashed passwords: of the cookie, of {@code -rpcuser} and {@code -rpcpassword}, of
 * {@code -rpcauth}. Plain passwords are hashed at once and forgotten.
 */
public final class Credentials implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("rpc");
  private static final int SALT_BYTES = 16;

  private record User(byte[] name, byte[] salt, byte[] hash) {}

  private final List<User> users = new ArrayList<>();
  private @Nullable CookieFile cookie;

  private Credentials() {}

  /**
   * Takes the credentials from the options and writes the cookie file where there is one.
   *
   * @throws StartException when an option is wrong or the cookie cannot be written; the log says
   *     why
   */
  public static Credentials of(Settings settings) {
    Credentials credentials = new Credentials();
    String password = settings.get(RpcOptions.RPCPASSWORD);
    if (!password.isEmpty()) {
      log.info("Using rpcuser/rpcpassword authentication.");
      log.warn(
          "The use of rpcuser/rpcpassword is less secure, because credentials are configured in"
              + " plain text. It is recommended that locally-run instances switch to cookie-based"
              + " auth, or otherwise to use hashed rpcauth credentials.");
      credentials.add(settings.get(RpcOptions.RPCUSER), password);
    }
    for (String text : settings.get(RpcOptions.RPCAUTH)) {
      credentials.addHashed(text);
    }
    if (password.isEmpty()) {
      credentials.addCookie(settings);
    }
    return credentials;
  }

  private void addCookie(Settings settings) {
    try {
      Optional<CookieFile> written = CookieFile.create(settings);
      if (written.isPresent()) {
        log.info("Using random cookie authentication.");
        cookie = written.get();
        add(CookieFile.USER, written.get().password());
      }
    } catch (IOException e) {
      log.warn("Unable to write the cookie authentication file: {}", IoText.of(e));
      throw refused();
    } catch (StartException e) {
      log.error("{}", e.getMessage());
      throw refused();
    }
  }

  private void add(String user, String password) {
    byte[] random = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(random);
    byte[] salt = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
    users.add(new User(bytes(user), salt, hash(salt, bytes(password))));
  }

  private void addHashed(String text) {
    int colon = text.indexOf(':');
    int dollar = text.indexOf('$');
    boolean wellFormed =
        colon >= 0
            && dollar > colon
            && text.indexOf(':', colon + 1) < 0
            && text.indexOf('$', dollar + 1) < 0;
    if (!wellFormed) {
      log.warn("Invalid -rpcauth argument.");
      throw refused();
    }
    users.add(
        new User(
            bytes(text.substring(0, colon)),
            bytes(text.substring(colon + 1, dollar)),
            bytes(text.substring(dollar + 1))));
  }

  private static StartException refused() {
    return new StartException(RpcServer.CANNOT_START);
  }

  /**
   * Checks the value of an Authorization header.
   *
   * @return the user, empty if he is not who he says
   */
  public Optional<String> check(String authorization) {
    if (!authorization.startsWith("Basic ")) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String pair = new String(decoded, StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    byte[] name = bytes(pair.substring(0, colon));
    byte[] password = bytes(pair.substring(colon + 1));
    for (User user : users) {
      if (MessageDigest.isEqual(user.name(), name)
          && MessageDigest.isEqual(user.hash(), hash(user.salt(), password))) {
        return Optional.of(pair.substring(0, colon));
      }
    }
    return Optional.empty();
  }

  /** Returns HMAC-SHA256 of the password with the salt as key, as hex digits. */
  private static byte[] hash(byte[] salt, byte[] password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // An empty salt is as good as one zero byte: HMAC pads its key with zeros.
      mac.init(new SecretKeySpec(salt.length == 0 ? new byte[1] : salt, "HmacSHA256"));
      return bytes(HexFormat.of().formatHex(mac.doFinal(password)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HmacSHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    CookieFile written = cookie;
    if (written != null) {
      written.close();
    }
  }
}
