// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.function.Consumer;

/** Stops a process that is to be killed at the step with a certain number, for good. */
final class CrashSteps implements Consumer<String> {
  private int left;

  /**
   * Waits for the step with this number.
   *
   * @param number from 1; 0 for none
   */
  CrashSteps(int number) {
    this.left = number;
  }

  @Override
  public synchronized void accept(String name) {
    if (--left == 0) {
      say("at " + name);
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      Runtime.getRuntime().halt(4);
    }
  }

  /** Tells the test what has been achieved. */
  static synchronized void say(String text) {
    System.out.println(text);
    System.out.flush();
  }

  /** Tells the test that something went wrong, and ends. */
  static KernelNotifications notifications() {
    return text -> {
      say("fatal " + text);
      Runtime.getRuntime().halt(3);
    };
  }
}
