// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.greeting.provider;

import org.moneyrocket.itests.greeting.Greeter;
import org.moneyrocket.itests.greeting.Greeting;
import org.osgi.service.component.annotations.Component;

/** Greets from the process it runs in. */
@Component
public final class GreeterService implements Greeter {
  @Override
  public Greeting greet(String name) {
    return new Greeting("Hello, " + name, ProcessHandle.current().pid());
  }
}
