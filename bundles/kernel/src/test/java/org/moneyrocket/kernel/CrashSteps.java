// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.function.Consumer;

/** Stops a process that is to be killed at a certain step, for good. */
final class CrashSteps implements Consumer<String> {
  private final String wanted;
  private int number;

  /**
   * Waits for one step.
   *
   * @param wanted its name, or its number from 1; 0 for none
   */
  CrashSteps(String wanted) {
    this.wanted = wanted;
  }

  @Override
  public synchronized void accept(String name) {
    number++;
    if (name.equals(wanted) || wanted.equals(String.valueOf(number))) {
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
