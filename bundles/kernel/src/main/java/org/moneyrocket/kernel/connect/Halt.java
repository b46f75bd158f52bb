// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.DiskSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the kernel has stopped for good. The first error that is not the fault of a block (disk,
 * memory, database, our own defect) leaves nobody sure what is in memory and what is on disk. From
 * then on nothing is accepted, connected, marked or written: the next start goes on from what was
 * written before, which is whole. Safe for every thread.
 */
final class Halt {
  private static final Logger log = LoggerFactory.getLogger(Halt.class);

  private final KernelNotifications notifications;
  private volatile boolean halted;
  private volatile @Nullable FatalException first;

  Halt(KernelNotifications notifications) {
    this.notifications = notifications;
  }

  boolean isHalted() {
    return halted;
  }

  /**
   * Refuses what would change or write anything after the first fatal error.
   *
   * @throws FatalException if there was one
   */
  void check() {
    if (halted) {
      throw refusal();
    }
  }

  private FatalException refusal() {
    FatalException known = first;
    return known != null ? known : new FatalException("the node is stopping after an error", null);
  }

  /** Stops the kernel for no other reason, tells the owner, and returns what to throw. */
  FatalException tell(String message) {
    return tell(message, (Throwable) null);
  }

  /** Stops the kernel, tells the owner that nothing can go on, and returns what to throw. */
  FatalException tell(String message, @Nullable Throwable cause) {
    // Before anything that may fail for lack of memory.
    halted = true;
    FatalException fatal = new FatalException(message, cause);
    if (first == null) {
      first = fatal;
    }
    notifications.fatalError(message);
    return fatal;
  }

  /**
   * Stops the kernel because the disk let us down, and returns what to throw.
   *
   * @param what could not be done, without a full stop
   */
  FatalException tell(String what, StorageException cause) {
    String message = String.valueOf(cause.getMessage());
    return tell(
        cause.kind() == StorageException.Kind.NO_SPACE && message.startsWith(DiskSpace.TOO_LOW)
            ? message
            : what + ": " + message,
        (Throwable) cause);
  }

  /** Stops the kernel because block files could not be brought to disk. */
  void flushFailed(String message) {
    halted = true;
    if (first == null) {
      first = new FatalException(message, null);
    }
    notifications.flushError(message);
  }

  /**
   * Does something that changes or writes state, unless the kernel has stopped. Whatever breaks it
   * stops the kernel.
   *
   * @throws StorageException if it could not be done, after telling the owner
   */
  <T extends @Nullable Object> T run(Supplier<T> action) {
    try {
      check();
      return action.get();
    } catch (FatalException e) {
      throw e.asStorage();
    } catch (StorageException e) {
      throw tell("System error", e).asStorage();
    } catch (RuntimeException | Error e) {
      halted = true;
      log.error("the kernel stops", e);
      throw tell("Internal bug detected: " + e, e).asStorage();
    }
  }

  void run(Runnable action) {
    this.<@Nullable Void>run(
        () -> {
          action.run();
          return null;
        });
  }
}
