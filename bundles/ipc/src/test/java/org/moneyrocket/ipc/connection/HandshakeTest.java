// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.Posix;
import org.moneyrocket.ipc.lane.UnixListener;
import org.moneyrocket.ipc.lane.UnixTransport;
import org.moneyrocket.ipc.shapes.Listener;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.AllocationCheck;

/** Introductions, refusals, and peers that are none. */
public class HandshakeTest {
  @Rule public final Timeout timeout = Timeout.seconds(60);
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Identity identity(String role, String chain, ContractPackage... contracts) {
    return new Identity("1.2", chain, role, 7, role + "-1", List.of(contracts));
  }

  private static ConnectionSettings of(Identity identity) {
    return ConnectionSettings.of(identity, Authentication.inherited());
  }

  private static String refusal(ConnectionSettings one, ConnectionSettings other)
      throws IOException {
    Descriptor[] sockets = Descriptor.pair();
    CompletableFuture<Connection> peer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Connection.open(sockets[1], other, new Pair.Events());
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    String message = "";
    try {
      Connection.open(sockets[0], one, new Pair.Events()).close();
    } catch (HandshakeException e) {
      message = e.getMessage();
    }
    assertThatThrownBy(peer::join).hasCauseInstanceOf(HandshakeException.class);
    assertThat(sockets[0].isClosed()).isTrue();
    assertThat(sockets[1].isClosed()).isTrue();
    return message;
  }

  @Test
  public void bothSidesLearnWhoThePeerIs() throws Exception {
    try (Pair pair = new Pair()) {
      assertThat(pair.client.peer().role()).isEqualTo("node");
      assertThat(pair.server.peer().shortName()).isEqualTo("gui 1");
    }
  }

  @Test
  public void anotherChainIsRefusedWithASentenceThatNamesBothSides() throws Exception {
    assertThat(refusal(of(identity("node", "main")), of(identity("wallet", "regtest"))))
        .isIn(
            "node 7 (version 1.2, chain main) refuses wallet 7 (version 1.2, chain regtest):"
                + " chain regtest is not main",
            "wallet 7 (version 1.2, chain regtest) refuses node 7 (version 1.2, chain main):"
                + " chain main is not regtest");
  }

  @Test
  public void contractsThatDifferAreRefused() throws Exception {
    ContractPackage a = new ContractPackage("x.chain", "1.0.0", 1);
    ContractPackage b = new ContractPackage("x.chain", "1.1.0", 1);
    ContractPackage c = new ContractPackage("x.chain", "1.0.0", 2);
    ContractPackage other = new ContractPackage("x.other", "9.0.0", 9);
    assertThat(refusal(of(identity("node", "main", a)), of(identity("gui", "main", b, other))))
        .contains("its contracts x.chain are version 1.");
    assertThat(refusal(of(identity("node", "main", a)), of(identity("gui", "main", c))))
        .contains("its contracts x.chain 1.0.0 were built from other sources");
  }

  @Test
  public void fingerprintsTellContractsApart() {
    ContractPackage shapes = ContractPackage.of("x", "1.0.0", List.of(Shapes.class));
    assertThat(ContractPackage.of("x", "1.0.0", List.of(Shapes.class))).isEqualTo(shapes);
    assertThat(ContractPackage.of("x", "1.0.0", List.of(Listener.class))).isNotEqualTo(shapes);
  }

  @Test
  public void aWrongTokenIsRefusedAndARightOneIsNot() throws Exception {
    Bytes token = Bytes.fromHex("00112233");
    ConnectionSettings asks =
        ConnectionSettings.of(
            identity("node", "main"), new Authentication(OptionalInt.empty(), token, Bytes.EMPTY));
    assertThat(refusal(of(identity("gui", "main")), asks))
        .isEqualTo("node 7 refuses the peer: its token is wrong");
    ConnectionSettings wrong =
        ConnectionSettings.of(
            identity("gui", "main"),
            new Authentication(OptionalInt.empty(), Bytes.EMPTY, Bytes.fromHex("00112234")));
    assertThat(refusal(wrong, asks)).contains("token is wrong");
    assertThat(asks.toString()).doesNotContain("00112233");
    try (Pair pair =
        new Pair(
            s ->
                ConnectionSettings.of(
                    s.identity(), new Authentication(OptionalInt.empty(), Bytes.EMPTY, token)),
            s ->
                ConnectionSettings.of(
                    s.identity(), new Authentication(OptionalInt.empty(), token, Bytes.EMPTY)))) {
      assertThat(pair.client.isOpen()).isTrue();
    }
  }

  @Test
  public void anotherUserIsRefused() throws Exception {
    int me = Posix.effectiveUser();
    // Root is always let in, so as root there is nobody to refuse.
    org.junit.Assume.assumeTrue("needs a user other than root", me != 0);
    ConnectionSettings asks =
        ConnectionSettings.of(identity("node", "main"), Authentication.sameUser(me + 1));
    assertThat(refusal(of(identity("gui", "main")), asks)).contains("it runs as user " + me);
  }

  @Test
  public void thePeersCredentialsAreRead() throws Exception {
    Descriptor[] pair = Descriptor.pair();
    assertThat(pair[0].credentials().pid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(pair[0].credentials().uid()).isEqualTo(Posix.effectiveUser());
    pair[0].close();
    pair[1].close();
  }

  @Test
  public void aPeerThatSaysNothingIsGivenUp() throws Exception {
    Descriptor[] pair = Descriptor.pair();
    assertThatThrownBy(
            () ->
                Connection.open(
                    pair[0],
                    of(identity("node", "main")).withHandshakeTimeout(Duration.ofMillis(100)),
                    new Pair.Events()))
        .isInstanceOf(HandshakeException.class)
        .hasMessage("node 7 got no introduction from its peer within 100 ms");
    pair[1].close();
  }

  @Test
  public void aPeerThatGoesAtOnceIsAnError() throws Exception {
    Descriptor[] pair = Descriptor.pair();
    pair[1].close();
    assertThatThrownBy(
            () -> Connection.open(pair[0], of(identity("node", "main")), new Pair.Events()))
        .isInstanceOf(HandshakeException.class)
        .hasMessage("the peer of node 7 went away before it had introduced itself");
  }

  @Test
  public void aPeerThatSpeaksSomethingElseIsAnError() throws Exception {
    for (String text :
        List.of(
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) {
      Descriptor[] pair = Descriptor.pair();
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      new UnixTransport(pair[1]).send(bytes, 0, bytes.length);
      assertThatThrownBy(
              () -> Connection.open(pair[0], of(identity("node", "main")), new Pair.Events()))
          .isInstanceOf(HandshakeException.class)
          .hasMessageContaining("the peer of node 7 does not speak lanes");
      pair[1].close();
    }
  }

  @Test
  public void aListenerTakesConnectionsAndSurvivesClientsThatDieEarly() throws Exception {
    Path path = folder.getRoot().toPath().resolve("node.sock");
    int me = Posix.effectiveUser();
    try (UnixListener listener = UnixListener.listen(path)) {
      assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
      UnixListener.connect(path).close();
      CompletableFuture<Connection> client =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Connection.open(
                      UnixListener.connect(path), of(identity("gui", "main")), new Pair.Events());
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              });
      ConnectionSettings settings =
          ConnectionSettings.of(identity("node", "main"), Authentication.sameUser(me));
      Descriptor dead = listener.accept();
      assertThatThrownBy(() -> Connection.open(dead, settings, new Pair.Events()))
          .isInstanceOf(HandshakeException.class);
      try (Connection server = Connection.open(listener.accept(), settings, new Pair.Events())) {
        Connection connected = client.join();
        assertThat(connected.peer().role()).isEqualTo("node");
        connected.close();
      }
      listener.stop();
      assertThatThrownBy(listener::accept).isInstanceOf(IOException.class);
    }
  }

  @Test
  public void pathsThatAreTooLongAreRefusedClearly() {
    Path path = folder.getRoot().toPath().resolve("x".repeat(120));
    assertThatThrownBy(() -> UnixListener.listen(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 107 are possible");
    assertThatThrownBy(() -> UnixListener.connect(folder.getRoot().toPath().resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  public void aProcessInTheMiddleIntroducesTwoPeersToEachOther() throws Exception {
    try (Pair toGui = new Pair();
        Pair toWallet = new Pair()) {
      Connection.introduce(toGui.server, toWallet.server);
      toGui.clientEvents.awaitSeen("introduced to gui 1");
      toWallet.clientEvents.awaitSeen("introduced to gui 1");
      Pair.Events guiEvents = new Pair.Events();
      CompletableFuture<Connection> gui =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Connection.open(
                      toGui.clientEvents.sockets.get(0), Pair.settings("gui", 8), guiEvents);
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              });
      try (Connection wallet =
          Connection.open(
              toWallet.clientEvents.sockets.get(0),
              Pair.settings("wallet", 9),
              new Pair.Events())) {
        wallet.announce("w", java.util.Map.of(), new ShapesService(), List.of(Shapes.class));
        Shapes shapes = gui.join().importService(guiEvents.await("w"), Shapes.class);
        assertThat(shapes.add(4, 5)).isEqualTo(9);
      }
    }
  }

  @Test
  public void noGreetingAllocatesMoreThan64BytesForEachOfItsOwn() throws Exception {
    RandomValues values = new RandomValues();
    Random random = values.random();
    for (int round = 0; round < 300; round++) {
      ByteWriter greeting = new ByteWriter();
      ByteWriter token = new ByteWriter();
      token.bytes(new byte[] {'M', 'N', 'Y', 'R'}).varBytes(Bytes.EMPTY);
      greeting.bytes(ControlFrame.encode(Frame.AUTHENTICATE, 0, 0, token.toArray()));
      ByteWriter hello = new ByteWriter().u16(Handshake.PROTOCOL).i64(1).i64(1);
      byte[] rest = new byte[random.nextInt(2000)];
      random.nextBytes(rest);
      // Lengths and counts that promise more than there is, or all of it.
      hello.compactSize(random.nextInt(300)).bytes(rest);
      byte[] frame = ControlFrame.encode(Frame.HELLO, 0, 0, hello.toArray());
      if (random.nextInt(4) == 0) {
        frame[2] = (byte) random.nextInt(20); // The length of the frame, up to the limit or above.
      }
      greeting.bytes(frame);
      byte[] bytes = greeting.toArray();
      Descriptor[] pair = Descriptor.pair();
      try (UnixTransport peer = new UnixTransport(pair[1])) {
        peer.send(bytes, 0, bytes.length);
        peer.shutdown();
        AllocationCheck.hold(
            "greeting",
            bytes.length,
            64,
            256 * 1024,
            () -> Connection.open(pair[0], of(identity("node", "main")), new Pair.Events()));
      }
    }
  }
}
