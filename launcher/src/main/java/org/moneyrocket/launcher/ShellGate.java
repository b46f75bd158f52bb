// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.PrivateFiles;
import org.moneyrocket.settings.process.RuntimeDirectory;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private socket through which {@code moneyrocket shell} attaches. The bundles of the shell are
 * started when somebody comes for the first time.
 */
final class ShellGate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShellGate.class);

  private static final long PAUSE_MILLIS = 200;

  private final Path path;
  private final ServerSocketChannel channel;
  private final Callable<Consumer<SocketChannel>> shell;

  /**
   * Begins to listen.
   *
   * @param folder private folder of this chain
   * @param name name of the program
   * @param shell starts the shell's bundles if need be and returns who takes terminals
   */
  static ShellGate open(Path folder, String name, Callable<Consumer<SocketChannel>> shell)
      throws IOException {
    RuntimeDirectory.create(folder);
    Path path = folder.resolve(name + "-" + ProcessHandle.current().pid() + ".shell");
    Files.deleteIfExists(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    ShellGate gate = new ShellGate(path, channel, shell);
    Thread.ofPlatform().name("shell-gate").daemon(true).start(gate::accept);
    return gate;
  }

  private ShellGate(
      Path path, ServerSocketChannel channel, Callable<Consumer<SocketChannel>> shell) {
    this.path = path;
    this.channel = channel;
    this.shell = shell;
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        welcome(channel.accept());
      } catch (ClosedChannelException e) {
        return; // close() was called.
      } catch (IOException | RuntimeException | Error e) {
        // Too many open files perhaps: the next terminal may be luckier.
        log.warn("The shell's socket could not take a terminal: {}", reason(e));
        if (!pause()) {
          return;
        }
      }
    }
  }

  private static String reason(Throwable e) {
    return e instanceof IOException io ? IoText.reason(io) : e.toString();
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a virtual machine that ends.
      return false;
    }
  }

  private void welcome(SocketChannel terminal) throws IOException {
    UnixDomainPrincipal peer = terminal.getOption(ExtendedSocketOptions.SO_PEERCRED);
    if (!peer.user().getName().equals(PrivateFiles.userName())) {
      log.warn("Refused a terminal of user {}", peer.user().getName());
      terminal.close();
      return;
    }
    try {
      shell.call().accept(terminal);
    } catch (BundleException | BrokenInstallation e) {
      log.error("The shell cannot be started: {}", e.getMessage());
      terminal.close();
    } catch (Exception e) {
      log.error("The shell cannot be started", e);
      terminal.close();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
