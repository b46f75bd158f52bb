// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandProcessor;
import org.moneyrocket.shell.session.Terminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes terminals that have attached to this process. */
@Component(service = Consumer.class, property = "moneyrocket.shell=true")
public final class ShellService implements Consumer<SocketChannel> {
  private final CommandProcessor processor;

  @Activate
  public ShellService(@Reference CommandProcessor processor) {
    this.processor = processor;
  }

  @Override
  public void accept(SocketChannel socket) {
    // A platform thread: commands call contracts, which may live in another process.
    Thread.ofPlatform().name("shell-terminal").daemon(true).start(new Terminal(socket, processor));
  }
}
