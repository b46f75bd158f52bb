// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Product;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code peers.dat}: magic of the chain, address book, checksum. */
public final class PeersFile {
  private static final int CHECKSUM = 32;
  private static final long MAX_BYTES = 64L << 20;
  private static final Logger log = LoggerFactory.getLogger(PeersFile.class);

  private final Path file;
  private final Bytes magic;
  private final NetGroups groups;
  private final LongSupplier clock;
  private final boolean deterministic;
  private final int checkRatio;

  /**
   * @param file where it is
   * @param magic four bytes that tell the chain
   * @param clock seconds since 1970
   * @param deterministic for tests: the secret of a new book is known
   * @param checkRatio the book checks itself once in so many operations, 0 for never
   */
  public PeersFile(
      Path file,
      Bytes magic,
      NetGroups groups,
      LongSupplier clock,
      boolean deterministic,
      int checkRatio) {
    this.file = file;
    this.magic = magic;
    this.groups = groups;
    this.clock = clock;
    this.deterministic = deterministic;
    this.checkRatio = checkRatio;
  }

  /**
   * Reads the book, or makes a new one if there is none or only newer software can read it.
   *
   * @throws IOException with a sentence for the user if the file is damaged
   */
  public AddressBook load() throws IOException {
    long began = System.nanoTime();
    try {
      AddressBook book =
          BookCodec.read(new ByteReader(checked()), groups, random(), clock, checkRatio);
      log.info(
          "Loaded {} addresses from peers.dat {}ms",
          book.size(),
          (System.nanoTime() - began) / 1_000_000);
      return book;
    } catch (NoSuchFileException e) {
      log.info("Creating peers.dat because the file was not found (\"{}\")", file);
    } catch (BookCodec.TooNewException e) {
      Path backup = file.resolveSibling(file.getFileName() + ".bak");
      Files.move(file, backup, StandardCopyOption.REPLACE_EXISTING);
      log.warn(
          "Creating new peers.dat because the file version was not compatible (\"{}\"). Original"
              + " backed up to peers.dat.bak",
          file);
    } catch (DecodeException e) {
      throw new IOException(
          "Invalid or corrupt peers.dat ("
              + e.getMessage()
              + "). If you believe this is a bug, please report it to "
              + Product.BUG_REPORTS
              + ". As a workaround, you can move the file (\""
              + file
              + "\") out of the way (rename, move, or delete) to have a new one created on the"
              + " next start.",
          e);
    }
    AddressBook made = new AddressBook(groups, newKey(), random(), clock, checkRatio);
    save(made);
    return made;
  }

  private RandomGenerator random() {
    return deterministic ? new java.util.Random(1) : new SecureRandom();
  }

  private Bytes newKey() {
    byte[] key = new byte[32];
    if (deterministic) {
      key[0] = 1;
    } else {
      new SecureRandom().nextBytes(key);
    }
    return Bytes.wrap(key);
  }

  /** Reads the file and returns what is between magic and checksum. */
  private byte[] checked() throws IOException, DecodeException, BookCodec.TooNewException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new DecodeException("file of " + size + " bytes");
    }
    byte[] all = Files.readAllBytes(file);
    if (all.length < magic.size() + CHECKSUM) {
      throw new DecodeException("AutoFile::read: end of file: iostream error");
    }
    if (!Bytes.of(all, 0, magic.size()).equals(magic)) {
      throw new DecodeException("Invalid network magic number");
    }
    int end = all.length - CHECKSUM;
    byte[] content = Arrays.copyOfRange(all, magic.size(), end);
    // What is wrong with the content says more than that the checksum is wrong, too.
    if (!Arrays.equals(Hashes.sha256d(all, 0, end), 0, CHECKSUM, all, end, all.length)) {
      explainDamage(content);
      throw new DecodeException("Checksum mismatch, data corrupted");
    }
    return content;
  }

  private void explainDamage(byte[] content) throws DecodeException, BookCodec.TooNewException {
    ByteReader in = new ByteReader(content);
    try {
      BookCodec.read(in, groups, random(), clock, 0);
    } catch (DecodeException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains(": iostream error")
          ? e
          : new DecodeException("AutoFile::read: end of file: iostream error");
    }
  }

  /** Writes the book beside the file, then in its place; a failure is logged. */
  public void save(AddressBook book) {
    long began = System.nanoTime();
    ByteWriter out = new ByteWriter();
    out.bytes(magic);
    BookCodec.write(book, out);
    byte[] sum = Hashes.sha256d(out.toArray());
    out.bytes(sum);
    byte[] tag = new byte[2];
    new SecureRandom().nextBytes(tag);
    Path temporary = file.resolveSibling("peers." + HexFormat.of().formatHex(tag));
    try {
      Files.write(temporary, out.toArray());
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      log.debug(
          "Flushed {} addresses to peers.dat {}ms",
          book.size(),
          (System.nanoTime() - began) / 1_000_000);
    } catch (IOException e) {
      log.error("Cannot write {}: {}", file, IoText.reason(e));
      deleteQuietly(temporary);
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      log.debug("{} is left over: {}", temporary.getFileName(), IoText.reason(e));
    }
  }
}
