// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.greeting.consumer;

import java.util.function.Supplier;
import org.moneyrocket.itests.greeting.Greeter;
import org.moneyrocket.itests.greeting.Greeting;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Uses a greeter as any component uses a contract: it cannot tell where the greeter is. Answers
 * with the greeting, the process it came from and the class behind the reference.
 */
@Component(service = Supplier.class, property = "test=greeter")
public final class GreeterUser implements Supplier<String> {
  private final Greeter greeter;

  /** Made when there is a greeter. */
  @Activate
  public GreeterUser(@Reference Greeter greeter) {
    this.greeter = greeter;
  }

  @Override
  public String get() {
    Greeting greeting = greeter.greet("world");
    return greeting.text() + "|" + greeting.pid() + "|" + greeter.getClass().getName();
  }
}
