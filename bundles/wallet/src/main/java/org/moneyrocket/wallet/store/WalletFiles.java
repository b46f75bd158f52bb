// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.wallet.store.WalletOpenException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of wallets: which names are allowed, where their files are, and which there are.
 */
public final class WalletFiles {
  /** Name of the file in a wallet's directory. */
  public static final String DATA_FILE = "wallet.dat";

  /** Programs that can make descriptor wallets of the files of old programs. */
  public static final String MIGRATES = "Bitcoin Core 24.0 or newer";

  private static final Logger log = LoggerFactory.getLogger(WalletFiles.class);
  private static final byte[] SQLITE_HEADER =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SQLITE_MIN_BYTES = 512;
  private static final int BERKELEY_MIN_BYTES = 4096;
  private static final int BERKELEY_MAGIC = 0x00053162;

  /** Kinds of file. */
  public enum Format {
    SQLITE,
    /** The files of old programs, which another program can migrate. */
    BERKELEY
  }

  /**
   * A wallet in the directory.
   *
   * @param name name to load it by; empty for the unnamed wallet
   */
  public record Found(String name, Format format) {}

  /** Opens or creates a store in a file. */
  @FunctionalInterface
  public interface Opener {
    WalletStore open(Path file, SqliteWalletStore.Options options) throws WalletOpenException;
  }

  private final Path root;
  private final SqliteWalletStore.Options options;
  private final Opener opener;

  public WalletFiles(Path root, SqliteWalletStore.Options options) {
    this(root, options, SqliteWalletStore::open);
  }

  public WalletFiles(Path root, SqliteWalletStore.Options options, Opener opener) {
    this.root = root;
    this.options = options;
    this.opener = opener;
  }

  /** Returns the directory of wallets. */
  public Path root() {
    return root;
  }

  /** Returns where the wallet {@code name} lives: a directory, or an old single file. */
  public Path path(String name) throws WalletOpenException {
    checkName(name);
    Path namePath = Path.of(name);
    Path path = name.isEmpty() ? root : root.resolve(namePath);
    boolean plainFile = namePath.getNameCount() == 1 && !namePath.isAbsolute();
    boolean usable =
        !Files.exists(path, LinkOption.NOFOLLOW_LINKS)
            || Files.isDirectory(path)
            || (plainFile && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    if (!usable) {
      throw badPath(
          "Invalid -wallet path '"
              + name
              + "'. -wallet path should point to a directory where wallet.dat and"
              + " database/log.?????????? files can be stored, a location where such a directory"
              + " could be created, or (for backwards compatibility) the name of an existing data"
              + " file in -walletdir (\""
              + root
              + "\")");
    }
    return path;
  }

  private static void checkName(String name) throws WalletOpenException {
    if (name.indexOf('\0') >= 0) {
      throw badPath("Wallet name cannot contain a null character");
    }
    if (!isNormal(name)) {
      throw badPath("Wallet name given as a path must be normalized");
    }
    String first = name.split("/", 2)[0];
    if (first.equals(".") || first.equals("..")) {
      throw badPath(
          "Wallet name given as a relative path cannot begin with ./ or ../, for wallets not in"
              + " the walletdir, please use an absolute path.");
    }
    if (!name.isEmpty() && name.chars().allMatch(c -> c == '/')) {
      throw badPath("Wallet name cannot be the root path");
    }
  }

  /** Tells whether dots occur only where no shorter form exists: "." alone, ".." at the front. */
  private static boolean isNormal(String name) {
    boolean climbing = !name.startsWith("/");
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      switch (parts[i]) {
        case "." -> {
          if (parts.length > 1) {
            return false;
          }
        }
        case ".." -> {
          boolean slashFollows = i + 1 == parts.length - 1 && parts[i + 1].isEmpty();
          if (!climbing || slashFollows) {
            return false;
          }
        }
        case "" -> {}
        default -> climbing = false;
      }
    }
    return true;
  }

  /** Returns the data file of the wallet at {@code path}. */
  public static Path dataFile(Path path) {
    return path.resolve(DATA_FILE);
  }

  /** Returns what {@code path} holds, empty if nothing is recognized. */
  public Optional<Format> format(Path path) throws WalletOpenException {
    boolean berkeley = isBerkeley(Files.isRegularFile(path) ? path : dataFile(path));
    boolean sqlite = isSqlite(dataFile(path));
    if (berkeley && sqlite) {
      throw new WalletOpenException(
          Kind.BAD_FORMAT,
          "Failed to load database path '" + path + "'. Data is in ambiguous format.");
    }
    if (berkeley) {
      return Optional.of(Format.BERKELEY);
    }
    return sqlite ? Optional.of(Format.SQLITE) : Optional.empty();
  }

  /** Opens the store of an existing wallet. */
  public WalletStore openExisting(String name) throws WalletOpenException {
    Path path = path(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new WalletOpenException(
          Kind.NOT_FOUND, "Failed to load database path '" + path + "'. Path does not exist.");
    }
    refuseLegacy(path, format(path).orElseThrow(() -> unrecognized(path)));
    return opener.open(dataFile(path), options);
  }

  private static WalletOpenException unrecognized(Path path) {
    return new WalletOpenException(
        Kind.BAD_FORMAT,
        "Failed to load database path '" + path + "'. Data is not in recognized format.");
  }

  /** Prepares the place of a new wallet. */
  public NewWallet prepare(String name) throws WalletOpenException {
    Path path = path(name);
    Optional<Format> format = format(path);
    if (format.isPresent()) {
      throw new WalletOpenException(
          Kind.ALREADY_EXISTS,
          "Failed to create database path '" + path + "'. Database already exists.");
    }
    try {
      return prepareAt(path);
    } catch (IOException e) {
      throw badPath("Failed to access database path '" + path + "': " + IoText.reason(e));
    }
  }

  /** As {@link #prepare}, for a directory. */
  public NewWallet prepareAt(Path directory) throws IOException {
    return NewWallet.prepare(directory, !options.unsafeSync());
  }

  /** Opens the store of a wallet that is being made. */
  public WalletStore create(NewWallet place) throws WalletOpenException {
    return opener.open(place.file(), options);
  }

  /** Copies a backup, whatever it is, to the place of a new wallet. */
  public void copy(Path backup, NewWallet place) throws IOException {
    if (OpenFiles.contains(backup)) {
      throw new IOException("'" + backup + "' is the file of a wallet that is loaded");
    }
    Files.copy(backup, place.file(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads what was put into the place of a new wallet, and refuses what is no wallet. */
  public void verify(NewWallet place) throws WalletOpenException {
    if (isBerkeley(place.file())) {
      refuseLegacy(place.directory(), Format.BERKELEY);
    }
    if (!isSqlite(place.file())) {
      throw unrecognized(place.directory());
    }
    opener.open(place.file(), options).close();
  }

  /** Creates a store in a file of any name. */
  public WalletStore createAt(Path file) throws WalletOpenException {
    return opener.open(file, options);
  }

  /** Removes what processes that were killed left unfinished in the directory and below it. */
  public void sweep() {
    Unfinished.sweepBelow(root);
  }

  private static void refuseLegacy(Path path, Format format) throws WalletOpenException {
    if (format == Format.BERKELEY) {
      throw new WalletOpenException(
          Kind.LEGACY,
          "Failed to open database path '"
              + path
              + "'. The wallet appears to be a Legacy wallet, please use the wallet migration tool"
              + " (migratewallet RPC or the GUI option) of "
              + MIGRATES
              + "; this program cannot migrate wallets yet.");
    }
  }

  /** Looks through the directory for wallets, below it as well. */
  public List<Found> list() {
    List<Found> found = new ArrayList<>();
    Set<FileVisitOption> noLinks = EnumSet.noneOf(FileVisitOption.class);
    try {
      Files.walkFileTree(root, noLinks, Integer.MAX_VALUE, new Walk(found));
    } catch (IOException e) {
      log.warn("Error scanning directory entries under {}: {}", root, IoText.reason(e));
    }
    return found;
  }

  private final class Walk extends java.nio.file.SimpleFileVisitor<Path> {
    private final List<Found> found;

    Walk(List<Found> found) {
      this.found = found;
    }

    @Override
    public java.nio.file.FileVisitResult preVisitDirectory(
        Path directory, java.nio.file.attribute.BasicFileAttributes attributes) {
      if (Unfinished.isOne(directory)) {
        return java.nio.file.FileVisitResult.SKIP_SUBTREE;
      }
      if (!directory.equals(root)) {
        look(directory, root.relativize(directory).toString());
      }
      return java.nio.file.FileVisitResult.CONTINUE;
    }

    @Override
    public java.nio.file.FileVisitResult visitFile(
        Path file, java.nio.file.attribute.BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink() && Files.isDirectory(file)) {
        look(file, root.relativize(file).toString());
      } else if (attributes.isRegularFile() && root.equals(file.getParent())) {
        lookAtTop(file);
      }
      return java.nio.file.FileVisitResult.CONTINUE;
    }

    private void lookAtTop(Path file) {
      String name = file.getFileName().toString();
      if (name.endsWith(".bak")) {
        return;
      }
      if (name.equals(DATA_FILE)) {
        if (isBerkeley(file)) {
          found.add(new Found("", Format.BERKELEY));
        } else if (isSqlite(file)) {
          found.add(new Found("", Format.SQLITE));
        }
      } else if (isBerkeley(file)) {
        found.add(new Found(name, Format.BERKELEY));
      }
    }

    private void look(Path directory, String name) {
      Path data = dataFile(directory);
      if (Files.isSymbolicLink(data)) {
        try {
          data = data.toRealPath();
        } catch (NoSuchFileException e) {
          return; // A link to nothing is no wallet.
        } catch (IOException e) {
          visitFileFailed(data, e); // In a circle, or to what may not be seen.
          return;
        }
      }
      if (isBerkeley(data)) {
        found.add(new Found(name, Format.BERKELEY));
      } else if (isSqlite(data)) {
        found.add(new Found(name, Format.SQLITE));
      }
    }

    @Override
    public java.nio.file.FileVisitResult visitFileFailed(Path file, IOException e) {
      log.warn("Error while scanning wallet dir item: {} [{}].", IoText.reason(e), file);
      return java.nio.file.FileVisitResult.CONTINUE;
    }
  }

  private boolean isSqlite(Path file) {
    if (OpenFiles.contains(file)) {
      return true; // It was looked at when it was opened, and must not be opened again.
    }
    byte[] head = head(file, SQLITE_MIN_BYTES, 72);
    if (head.length < 72) {
      return false;
    }
    for (int i = 0; i < SQLITE_HEADER.length; i++) {
      if (head[i] != SQLITE_HEADER[i]) {
        return false;
      }
    }
    return Bytes.of(head, 68, 4).equals(options.magic());
  }

  private static boolean isBerkeley(Path file) {
    byte[] head = head(file, BERKELEY_MIN_BYTES, 16);
    if (head.length < 16) {
      return false;
    }
    int value =
        (head[12] & 0xff) | (head[13] & 0xff) << 8 | (head[14] & 0xff) << 16 | head[15] << 24;
    return value == BERKELEY_MAGIC || Integer.reverseBytes(value) == BERKELEY_MAGIC;
  }

  /** Returns the first bytes of a file of at least {@code minSize} bytes, else none. */
  private static byte[] head(Path file, int minSize, int length) {
    if (!Files.isRegularFile(file) || OpenFiles.contains(file)) {
      return new byte[0];
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < minSize) {
        return new byte[0];
      }
      byte[] head = new byte[length];
      in.readFully(head);
      return head;
    } catch (IOException e) {
      log.debug("cannot read {}: {}", file, IoText.reason(e));
      return new byte[0];
    }
  }

  private static WalletOpenException badPath(String message) {
    return new WalletOpenException(Kind.BAD_PATH, message);
  }
}
