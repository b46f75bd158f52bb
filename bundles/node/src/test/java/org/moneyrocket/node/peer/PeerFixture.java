// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.addrman.NetGroups;
import org.moneyrocket.node.message.GetData;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.node.net.PeerSocket;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;

/** Peers and what they need, without any connection. */
final class PeerFixture {
  private PeerFixture() {}

  /** Makes a peer whose connection was never opened. */
  static Peer peer(long id, ConnectionKind kind) {
    return new Peer(id, socket(id), kind, Set.of(), "peer" + id, 0);
  }

  /** A peer with which the handshake is over, and that writes down what it is sent. */
  static final class Listening extends Peer {
    final List<Message> heard = new ArrayList<>();

    private Listening(long id, ConnectionKind kind, Set<Permission> permissions, long services) {
      super(id, socket(id), kind, permissions, "peer" + id, 0);
      version = new VersionInfo(70016, 70016, services, "", 0, true, 0, Optional.empty());
      verackReceived = true;
      wantsWtxid = true;
      relaysTransactions = true;
      syncStarted = true;
    }

    @Override
    void send(Message message) {
      heard.add(message);
    }

    /** Returns the blocks it was asked for, each as often as it was. */
    List<InvItem> asked() {
      return heard.stream()
          .filter(GetData.class::isInstance)
          .flatMap(message -> ((GetData) message).items().stream())
          .toList();
    }
  }

  static Listening listening(long id, ConnectionKind kind, Permission... permissions) {
    return new Listening(id, kind, Set.of(permissions), Services.NETWORK | Services.WITNESS);
  }

  static Listening withServices(long id, ConnectionKind kind, long services) {
    return new Listening(id, kind, Set.of(), services);
  }

  private static PeerSocket socket(long id) {
    MemoryBudget memory = new MemoryBudget(1 << 20);
    return new PeerSocket(
        id,
        new NoChannel(),
        NetAddress.NOWHERE,
        NetAddress.NOWHERE,
        Bytes.fromHex("fabfb5da"),
        Set.of(),
        new PeerSocket.Limits(1, 1, memory.open("in", 0, 1), memory.open("out", 0, 1), true),
        () -> 0,
        new PeerSocket.Events() {
          @Override
          public void workArrived(PeerSocket from) {
            // Nobody reads this socket.
          }

          @Override
          public void closed(PeerSocket from) {
            // Nobody waits for this one's end.
          }
        });
  }

  /** Leads nowhere. */
  private static final class NoChannel implements ByteChannel {
    private boolean closed;

    @Override
    public int read(ByteBuffer into) {
      return 0;
    }

    @Override
    public int write(ByteBuffer from) {
      return 0;
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  static AddressBook book(PeerClock clock) {
    return new AddressBook(
        new NetGroups(Optional.empty()),
        Bytes.wrap(new byte[32]),
        new Random(5),
        clock::seconds,
        0);
  }

  /** Makes options of a node that looks for peers by itself. */
  static PeerOptions options(
      List<String> connect, UnaryOperator<PeerOptions.Seeding> seeding, Path folder) {
    return new PeerOptions(
        Bytes.fromHex("f9beb4d9"),
        8333,
        List.of(),
        Services.NETWORK | Services.WITNESS,
        "/test/",
        connect,
        connect.isEmpty(),
        List.of(),
        125,
        50,
        1000,
        1000,
        60,
        1000,
        false,
        true,
        true,
        new PermissionRules(List.of(), false, false),
        Set.of(Net.IPV4, Net.IPV6),
        seeding.apply(new PeerOptions.Seeding(List.of(), true, false, List.of(), List.of(), false)),
        folder.resolve("banlist.json"),
        86_400,
        14);
  }
}
