// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.memory;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.moneyrocket.settings.ChainType;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;
import org.moneyrocket.settings.process.Role;

/**
 * How large the Java heap of a process may become. It follows from what the process has to keep
 * there for good: with twice as much, half is left for what comes and goes, of which a part is the
 * {@link MemoryBudget}. The coins of {@code -dbcache} lie outside the heap and are not in it.
 *
 * @param heapMebibytes what the virtual machine is told
 * @param livingMebibytes what the settings need for good
 * @param asked whether the user has said how large
 */
public record HeapPlan(int heapMebibytes, int livingMebibytes, boolean asked) {
  /** Less would not start. */
  static final int LEAST = 64;

  /** From here on references take twice the room, and the start-up caches do not fit. */
  static final int MOST = 31 * 1024;

  /** Classes, bundles and idle parts of a process, which took 20 to 35 MiB when measured. */
  private static final int BASE = 48;

  /** A wallet of a hundred thousand transactions, or several smaller ones. */
  private static final int WALLETS = 256;

  private static final int WINDOW = 128;

  /** An entry of the block index takes about 160 bytes. */
  private static final int INDEX = 192;

  /** Testnet3 has five million blocks. */
  private static final int LONG_INDEX = 896;

  /** The mempool counts its bytes as Bitcoin Core does; in Java the same takes more. */
  private static final int MEMPOOL_PERCENT = 125;

  private static final int MEMPOOL_OF_BLOCKSONLY = 5;
  private static final int PEERS_PER_MEBIBYTE = 4;
  private static final int MOST_PEERS = 10_000;
  private static final int ROUND = 64;
  private static final int NEARLY_PART = 10;

  /** A machine has more to do than this: its other programs, our own caches outside the heap. */
  private static final int MOST_PERCENT_OF_MACHINE = 75;

  /**
   * Plans the heap of a process.
   *
   * @param roles the parts it plays
   * @param machineMebibytes the memory of this machine, empty if it is not known
   * @throws StartException when {@code -maxheap} is impossible, with a sentence for the user
   */
  public static HeapPlan of(Settings settings, Set<Role> roles, OptionalLong machineMebibytes) {
    int living = living(settings, roles);
    long machine = machineMebibytes.orElse(Long.MAX_VALUE);
    Optional<Long> asked = settings.find(GeneralOptions.MAXHEAP);
    if (asked.isPresent()) {
      return new HeapPlan(checked(asked.get(), machine), living, true);
    }
    long fits = machine == Long.MAX_VALUE ? MOST : machine * MOST_PERCENT_OF_MACHINE / 100;
    long most = Math.max(LEAST, Math.min(MOST, fits) / ROUND * ROUND);
    return new HeapPlan(Math.toIntExact(Math.min(rounded(2L * living), most)), living, false);
  }

  private static int checked(long asked, long machine) {
    if (asked < LEAST) {
      throw new StartException("-maxheap must be at least " + LEAST + " (MiB).");
    }
    if (asked > machine) {
      throw new StartException(
          "-maxheap=" + asked + " is more than the " + machine + " MiB of memory that there are.");
    }
    return Math.toIntExact(asked);
  }

  private static int living(Settings settings, Set<Role> roles) {
    long mebibytes = BASE;
    if (roles.contains(Role.WALLET)) {
      mebibytes += WALLETS;
    }
    if (roles.contains(Role.GUI)) {
      mebibytes += WINDOW;
    }
    if (roles.contains(Role.NODE)) {
      mebibytes += settings.chain() == ChainType.TEST ? LONG_INDEX : INDEX;
      mebibytes += Math.clamp(mempool(settings), 0, MOST) * MEMPOOL_PERCENT / 100;
      long peers = Math.clamp(settings.get(ConnectionOptions.MAXCONNECTIONS), 0, MOST_PEERS);
      mebibytes += peers / PEERS_PER_MEBIBYTE;
    }
    return Math.toIntExact(mebibytes);
  }

  private static long mempool(Settings settings) {
    boolean small =
        settings.get(ConnectionOptions.BLOCKSONLY) && !settings.isSet(RelayOptions.MAXMEMPOOL);
    return small ? MEMPOOL_OF_BLOCKSONLY : settings.get(RelayOptions.MAXMEMPOOL);
  }

  private static long rounded(long mebibytes) {
    return (mebibytes + ROUND - 1) / ROUND * ROUND;
  }

  /** Tells whether a heap of another size will not do: one that is nearly as large will. */
  public boolean needsOtherThan(int mebibytes) {
    int difference = Math.abs(mebibytes - heapMebibytes);
    return asked ? difference > 0 : difference > mebibytes / NEARLY_PART;
  }

  /** Returns what to tell the user if the heap is smaller than what the settings may fill. */
  public Optional<String> warning() {
    if (heapMebibytes >= livingMebibytes) {
      return Optional.empty();
    }
    return Optional.of(
        "The Java heap of "
            + heapMebibytes
            + " MiB is less than the "
            + livingMebibytes
            + " MiB that these settings may need. Lower -maxmempool or -maxconnections, or raise"
            + " -maxheap.");
  }
}
