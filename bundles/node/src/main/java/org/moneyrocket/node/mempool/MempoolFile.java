// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mempool on disk: {@code mempool.dat} as Bitcoin Core reads and writes it. Everything behind
 * the key is XORed with it, so that no virus scanner finds patterns in what strangers sent.
 */
public final class MempoolFile {
  private static final Logger log = LoggerFactory.getLogger(MempoolFile.class);
  private static final long VERSION_PLAIN = 1;
  private static final long VERSION_XOR = 2;
  private static final int KEY_BYTES = 8;
  private static final int LEAST_RECORD = 10 + 16;

  private final Admission door;
  private final Mempool pool;

  public MempoolFile(Admission door) {
    this.door = door;
    this.pool = door.pool();
  }

  /**
   * What to take over from a file.
   *
   * @param currentTime transactions count as new instead of keeping their time
   * @param deltas whether fee deltas are taken over
   * @param unbroadcast whether transactions are marked that no peer had asked for
   */
  public record ImportOptions(boolean currentTime, boolean deltas, boolean unbroadcast) {
    /** Takes over everything: the mempool continues where it ended. */
    public static final ImportOptions CONTINUE = new ImportOptions(false, true, true);
  }

  /** Writes the file; false if that failed, with the reason in the log. */
  public boolean save(Path file) {
    List<MempoolEntry> entries;
    Map<Txid, Long> deltas;
    List<Txid> unbroadcast;
    List<Long> own = new ArrayList<>();
    pool.lock().lock();
    try {
      entries = pool.inMiningOrder();
      deltas = pool.deltas();
      unbroadcast = new ArrayList<>(pool.unbroadcast());
      for (MempoolEntry entry : entries) {
        Long delta = deltas.remove(entry.txid());
        own.add(delta == null ? 0L : delta);
      }
    } finally {
      pool.lock().unlock();
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    log.info("Writing {} mempool transactions to file...", entries.size());
    try {
      long bytes = write(temporary, entries, own, deltas, unbroadcast);
      move(temporary, file);
      log.info("Dumped mempool: {} bytes dumped to file", bytes);
      return true;
    } catch (IOException e) {
      log.info("Failed to dump mempool: {}. Continuing anyway.", IoText.of(e));
      discard(temporary);
      return false;
    }
  }

  private static void discard(Path temporary) {
    try {
      // Whatever else has that name is not ours.
      if (Files.isRegularFile(temporary, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      log.debug("{} stays: {}", temporary, IoText.reason(e));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      log.debug("{} cannot be replaced in one step here", to.getFileName());
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel directory =
        FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      log.debug("directories cannot be synced here: {}", IoText.reason(e));
    }
  }

  private static long write(
      Path file,
      List<MempoolEntry> entries,
      List<Long> own,
      Map<Txid, Long> deltas,
      List<Txid> unbroadcast)
      throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try (FileOutputStream plain = new FileOutputStream(file.toFile());
        OutputStream out = new BufferedOutputStream(plain, 1 << 16)) {
      ByteWriter writer = new ByteWriter();
      writer.i64(VERSION_XOR).compactSize(KEY_BYTES).bytes(key);
      out.write(writer.unsafeArray(), 0, writer.size());
      long offset = writer.size();
      writer.reset();
      writer.i64(entries.size());
      for (int i = 0; i < entries.size(); i++) {
        entries.get(i).tx().write(writer);
        writer.i64(entries.get(i).time()).i64(own.get(i));
        offset = flush(writer, out, key, offset);
      }
      writer.compactSize(deltas.size());
      deltas.forEach(
          (txid, delta) -> {
            txid.write(writer);
            writer.i64(delta);
          });
      writer.compactSize(unbroadcast.size());
      unbroadcast.forEach(txid -> txid.write(writer));
      long bytes = flush(writer, out, key, offset);
      out.flush();
      // The new name must not be on disk before the bytes.
      plain.getFD().sync();
      return bytes;
    }
  }

  private static long flush(ByteWriter writer, OutputStream out, byte[] key, long offset)
      throws IOException {
    byte[] bytes = writer.unsafeArray();
    xor(bytes, 0, writer.size(), key, offset);
    out.write(bytes, 0, writer.size());
    long end = offset + writer.size();
    writer.reset();
    return end;
  }

  private static void xor(byte[] bytes, int from, int to, byte[] key, long offset) {
    for (int i = from; i < to; i++) {
      bytes[i] ^= key[(int) ((offset + i - from) % KEY_BYTES)];
    }
  }

  /**
   * Reads a file and lets in what it holds.
   *
   * @param stop polled after each transaction; true ends it early
   * @return false if there is no such file or it cannot be understood; the reason is in the log
   */
  public boolean load(Path file, ImportOptions options, BooleanSupplier stop) {
    try (MempoolRecords records = new MempoolRecords(file)) {
      read(records, options, stop);
      return true;
    } catch (NoSuchFileException e) {
      log.info("Failed to open mempool file. Continuing anyway.");
      return false;
    } catch (IOException | DecodeException e) {
      log.info("Failed to deserialize mempool data on file: {}. Continuing anyway.", IoText.of(e));
      return false;
    }
  }

  private void read(MempoolRecords records, ImportOptions options, BooleanSupplier stop)
      throws IOException, DecodeException {
    ByteReader head = records.next();
    long version = head.i64();
    if (version == VERSION_XOR) {
      int size = head.count(1);
      if (size != KEY_BYTES) {
        throw new DecodeException("key of " + size + " bytes, 8 expected");
      }
      records.decodeWith(head.array(KEY_BYTES));
    } else if (version != VERSION_PLAIN) {
      throw new DecodeException("unknown version " + version);
    }
    long count = records.require(records.next().i64(), LEAST_RECORD);
    log.info("Loading {} mempool transactions from file...", count);
    Counts counts = new Counts();
    for (long i = 0; i < count; i++) {
      ByteReader in = records.next();
      Transaction tx = Transaction.read(in);
      long time = in.i64();
      long delta = in.i64();
      take(tx, time, delta, options, counts);
      if (stop.getAsBoolean()) {
        return;
      }
    }
    long deltas = records.count(40);
    for (long i = 0; i < deltas; i++) {
      ByteReader in = records.next();
      Txid txid = Txid.read(in);
      long delta = in.i64();
      if (options.deltas()) {
        pool.prioritise(txid, delta);
      }
    }
    long unbroadcast = records.count(32);
    for (long i = 0; i < unbroadcast; i++) {
      Txid txid = Txid.read(records.next());
      if (options.unbroadcast() && pool.contains(txid)) {
        pool.addUnbroadcast(txid);
        counts.unbroadcast++;
      }
    }
    log.info(
        "Imported mempool transactions from file: {} succeeded, {} failed, {} expired, {} already"
            + " there, {} waiting for initial broadcast",
        counts.accepted,
        counts.failed,
        counts.expired,
        counts.present,
        counts.unbroadcast);
  }

  private static final class Counts {
    int accepted;
    int failed;
    int expired;
    int present;
    int unbroadcast;
  }

  private void take(
      Transaction tx, long storedTime, long delta, ImportOptions options, Counts counts) {
    long now = pool.now();
    long time = options.currentTime() ? now : storedTime;
    if (delta != 0 && options.deltas()) {
      pool.prioritise(tx.txid(), delta);
    }
    if (time <= now - pool.limits().expirySeconds()) {
      counts.expired++;
    } else if (door.submitFromFile(tx, time).isAccepted()) {
      counts.accepted++;
    } else if (pool.contains(tx.txid())) {
      // A wallet may have handed it in meanwhile.
      counts.present++;
    } else {
      counts.failed++;
    }
  }
}
