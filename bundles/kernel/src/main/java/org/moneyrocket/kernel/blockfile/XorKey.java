// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.moneyrocket.kernel.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The eight bytes that block and undo files are XORed with, so that virus scanners find nothing in
 * them that somebody put into the chain.
 */
public final class XorKey {
  public static final int BYTES = 8;

  private static final Logger log = LoggerFactory.getLogger(XorKey.class);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Changes nothing. */
  public static final XorKey NONE = new XorKey(new byte[BYTES]);

  private final byte[] key;
  private final long word;

  private XorKey(byte[] key) {
    this.key = key.clone();
    this.word = (long) LONG.get(key, 0);
  }

  public static XorKey of(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("XOR key needs 8 bytes, got " + key.length);
    }
    return new XorKey(key);
  }

  /** Returns the file that holds the key of a blocks directory. */
  public static Path file(Path blocks) {
    return blocks.resolve("xor.dat");
  }

  /**
   * Reads the key of a blocks directory, or makes one if there is none yet: a random one if {@code
   * wanted} and the directory holds nothing but hidden files, else zeros.
   *
   * @throws StorageException if the file cannot be read or written, has another length, or holds a
   *     key although none is wanted
   */
  public static XorKey load(Path blocks, boolean wanted) {
    Path file = file(blocks);
    byte[] bytes = new byte[BYTES];
    try {
      boolean fresh;
      try (Stream<Path> entries = Files.list(blocks)) {
        fresh =
            entries.allMatch(
                e -> Files.isRegularFile(e) && e.getFileName().toString().startsWith("."));
      }
      if (Files.exists(file)) {
        bytes = Files.readAllBytes(file);
        if (bytes.length < BYTES) {
          throw new StorageException(
              StorageException.Kind.DAMAGED,
              "XOR key file " + file + " has " + bytes.length + " bytes, 8 expected");
        }
        bytes = java.util.Arrays.copyOf(bytes, BYTES);
      } else {
        if (wanted && fresh) {
          new SecureRandom().nextBytes(bytes);
        }
        write(blocks, file, bytes);
      }
    } catch (IOException e) {
      throw StorageException.of("XOR key file " + file, e);
    }
    XorKey key = new XorKey(bytes);
    if (!wanted && key.word != 0) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "The blocksdir XOR-key can not be disabled when a random key was already stored! "
              + "Stored key: '"
              + key
              + "', stored path: '"
              + file
              + "'.");
    }
    log.info("Using obfuscation key for blocksdir *.dat files ({}): '{}'", blocks, key);
    return key;
  }

  /** Whole or not at all: half a key would make all blocks unreadable. */
  private static void write(Path blocks, Path file, byte[] key) throws IOException {
    Path part = blocks.resolve(".xor.dat.new");
    try (FileChannel out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(key));
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Applies the key to bytes that lie at {@code fileOffset} of their file. */
  public void apply(byte[] data, int offset, int length, long fileOffset) {
    if (word == 0) {
      return;
    }
    long rotated = Long.rotateRight(word, (int) (fileOffset & 7) * 8);
    int at = offset;
    int end = offset + length;
    for (; at <= end - 8; at += 8) {
      LONG.set(data, at, (long) LONG.get(data, at) ^ rotated);
    }
    for (int i = 0; at < end; at++, i++) {
      data[at] ^= (byte) (rotated >>> (8 * i));
    }
  }

  /** Returns the key in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(key);
  }
}
