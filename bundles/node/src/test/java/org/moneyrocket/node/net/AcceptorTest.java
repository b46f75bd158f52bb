// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class AcceptorTest {
  private final BlockingQueue<SocketChannel> accepted = new LinkedBlockingQueue<>();

  private static NetAddress at(String host, int port) {
    return new NetAddress(InetAddress.ofLiteral(host), port);
  }

  @Test
  public void handsOverEveryConnection() throws Exception {
    try (Acceptor acceptor = new Acceptor(at("127.0.0.1", 0), accepted::add)) {
      acceptor.start();
      try (Socket client = new Socket("127.0.0.1", acceptor.bound().port())) {
        SocketChannel taken = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        assertThat(NetAddress.of((InetSocketAddress) taken.getRemoteAddress()).port())
            .isEqualTo(client.getLocalPort());
        taken.close();
      }
    }
  }

  @Test
  public void anAddressInUseIsNamedByTheSystem() throws Exception {
    try (Acceptor first = new Acceptor(at("127.0.0.1", 0), accepted::add)) {
      assertThatThrownBy(() -> new Acceptor(first.bound(), accepted::add))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  public void allAddressesOfIpv6IncludeThoseOfIpv4OnTheSamePort() {
    assertThat(Acceptor.includes(at("::", 1), at("0.0.0.0", 1))).isTrue();
    assertThat(Acceptor.includes(at("::", 1), at("0.0.0.0", 2))).isFalse();
    assertThat(Acceptor.includes(at("::", 1), at("127.0.0.1", 1))).isFalse();
    assertThat(Acceptor.includes(at("::1", 1), at("0.0.0.0", 1))).isFalse();
    assertThat(Acceptor.includes(at("0.0.0.0", 1), at("::", 1))).isFalse();
  }
}
