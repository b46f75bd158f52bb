// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import org.moneyrocket.interfaces.echo.Echo;
import org.osgi.service.component.annotations.Component;

/** Answers with what it is given; shows that a process is there. */
@Component
public final class EchoService implements Echo {
  @Override
  public String echo(String text) {
    return text;
  }
}
