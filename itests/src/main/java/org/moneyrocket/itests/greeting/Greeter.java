// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.greeting;

/** Greets. */
public interface Greeter {
  /** Returns a greeting for {@code name} and the process that greets. */
  Greeting greet(String name);
}
