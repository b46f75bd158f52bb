// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on one address and hands over every connection. */
public final class Acceptor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("net");

  private final ServerSocketChannel channel;
  private final NetAddress bound;
  private final Consumer<SocketChannel> accepted;

  /**
   * Binds.
   *
   * @throws IOException if the address cannot be used; the message says why
   */
  public Acceptor(NetAddress address, Consumer<SocketChannel> accepted) throws IOException {
    boolean v4 = address.address() instanceof Inet4Address;
    try {
      this.channel =
          ServerSocketChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    } catch (UnsupportedOperationException e) {
      throw new IOException("IPv6 is not available", e);
    }
    this.accepted = accepted;
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address.toSocketAddress(), 128);
      this.bound = NetAddress.of((InetSocketAddress) channel.getLocalAddress());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the address in use, with the real port if 0 was asked for. */
  public NetAddress bound() {
    return bound;
  }

  /** Tells whether connections to {@code other} come here. */
  public boolean includes(NetAddress other) {
    return includes(bound, other);
  }

  /** Tells whether who listens on {@code one} has the connections to {@code other} as well. */
  public static boolean includes(NetAddress one, NetAddress other) {
    // The platform lets the IPv6 socket for all addresses take those of IPv4.
    return one.address().isAnyLocalAddress()
        && one.address() instanceof Inet6Address
        && other.address().isAnyLocalAddress()
        && other.address() instanceof Inet4Address
        && one.port() == other.port();
  }

  /** Starts accepting on a thread of its own: a virtual one would wait for a carrier. */
  public void start() {
    Thread.ofPlatform().daemon().name("node-net-accept-" + bound.port()).start(this::accept);
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        SocketChannel client = channel.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        accepted.accept(client);
      } catch (ClosedChannelException e) {
        return; // close() was called.
      } catch (IOException | RuntimeException | Error e) {
        log.info("socket error accept failed: {}", e.toString());
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Waits a moment, so that a lack of descriptors does not turn into a busy loop. */
  private static boolean pause() {
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
