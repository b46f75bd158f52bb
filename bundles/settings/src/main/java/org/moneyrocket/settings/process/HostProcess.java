// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The process a bundle runs in. The launcher registers it as a service before the first bundle
 * starts, beside the parsed options. No method blocks; all may be called from any thread.
 */
@ProviderType
public interface HostProcess {
  /** Returns the program that was started, for example {@code moneyrocketd}. */
  String program();

  /** Returns the parts this process plays. */
  Set<Role> roles();

  /** Returns the file that lists the bundles of this process and the contracts that leave it. */
  Path profile();

  /** Returns the directory of the installation: the one that holds {@code bin} and {@code etc}. */
  Path home();

  /** Returns the command line after the program's name, as the user gave it. */
  List<String> arguments();

  /** Tells whether another of our processes started this one and decides when it ends. */
  boolean isChild();

  /**
   * Asks for the end of the process with status 0. Returns at once; the bundles are stopped from
   * another thread, in reverse order of their start. If that takes longer than any order needs (ten
   * minutes with a node in the process or in one it starts, half a minute without), the process is
   * cut off.
   *
   * @param reason for the log, for example {@code stop by RPC}
   */
  void stop(String reason);

  /**
   * Asks for the end like {@link #stop}, since the process that decides over this one is gone. A
   * process that only keeps wallets or a window is over within a second, whatever it is doing: what
   * is stored is whole at any moment, and the next one must find files and locks free. A node is
   * given the time it needs to write its chain state.
   *
   * @param reason for the log
   */
  default void stopOrphaned(String reason) {
    stop(reason);
  }

  /**
   * Asks for the end of the process with status 1 and shows {@code Error: text} on standard error.
   * Only the first error is shown. Returns at once.
   *
   * @param text the sentence for the user, without "Error: "
   */
  void fail(String text);

  /**
   * Ends the process like {@link #fail}, over something the user has to decide: the text is shown
   * as it is.
   */
  void failForDecision(String text);

  /** Shows {@code Warning: text} on standard error; a child's warning is shown by its parent. */
  void warn(String text);

  /** Tells whether the end has been asked for, by us or by a signal. */
  boolean isStopping();

  /**
   * Runs {@code action} when the end is asked for, before any bundle is stopped; at once if it was
   * asked for already. Actions run one after the other in the order of registration and must be
   * short: wake a waiting thread, set a flag.
   *
   * @return takes the action away again when closed
   */
  Registration onStop(Runnable action);

  /**
   * Says that the main part of this process is up. The start is complete when, besides, every part
   * of the profile came up and nobody delays it any more: {@code -daemonwait} and whoever started
   * this process wait for that.
   */
  void started();

  /**
   * Keeps the start from being complete, for somebody who waits for more than {@link #started}
   * knows of, such as another process. Without effect once it is complete.
   *
   * @return ends the delay when closed
   */
  Registration delayStart();

  /**
   * Runs {@code action} when the start is complete; at once if it is. It must be short.
   *
   * @return takes the action away again when closed
   */
  Registration onStarted(Runnable action);

  /** One registered action. */
  interface Registration extends AutoCloseable {
    /** Takes the action away. Closing twice is harmless. */
    @Override
    void close();
  }
}
