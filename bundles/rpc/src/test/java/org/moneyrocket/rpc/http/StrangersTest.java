// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.settings.memory.MemoryBudget;

/** What clients do who have no password, or who do not take what they asked for. */
public class StrangersTest {
  private static final String HONEST =
      "POST / HTTP/1.1\r\nAuthorization: me\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

  private final MemoryBudget budget = new MemoryBudget(64 << 20);
  private final MemoryBudget.Account bodies = budget.open("bodies", 0, 1);
  private final MemoryBudget.Account answers = budget.open("answers", 0, 1);
  private final List<Socket> clients = new ArrayList<>();
  private final CountDownLatch streaming = new CountDownLatch(2);
  private HttpServer server;
  private int port;

  @Before
  public void start() throws IOException {
    server =
        new HttpServer(
            new HttpHandler() {
              @Override
              public Admission admit(HttpHead head) {
                return head.header("Authorization").isPresent()
                    ? new Admission.Welcome("me")
                    : new Admission.Refused(HttpReply.of(HttpReply.UNAUTHORIZED), 0);
              }

              @Override
              public void handle(HttpRequest request, HttpAnswer answer) throws IOException {
                if (request.head().target().equals("/much")) {
                  streaming.countDown();
                  try (ReplyStream out = answer.begin(200, List.of())) {
                    for (int i = 0; i < 4000; i++) {
                      out.write(new byte[1 << 16]);
                    }
                  }
                } else {
                  answer.send(HttpReply.of(200, "yes"));
                }
              }
            },
            AddressFilter.allowing(List.of()),
            2,
            4,
            30,
            bodies,
            answers);
    port = server.bind(InetAddress.ofLiteral("127.0.0.1"), 0).getPort();
    server.start();
  }

  @After
  public void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    server.stop(5);
  }

  @Test
  public void nothingOfABodyIsKeptWithoutAPassword() throws IOException {
    Socket client = connect();
    send(client, "POST / HTTP/1.1\r\nContent-Length: 33554432\r\n\r\n" + "a".repeat(100_000));

    assertThat(all(client)).startsWith("HTTP/1.1 401 ").contains("Connection: close");
    assertThat(bodies.takenBytes()).isZero();
  }

  @Test
  public void chunksAreNotEvenReadWithoutAPassword() throws IOException {
    Socket client = connect();
    send(client, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");

    assertThat(all(client)).startsWith("HTTP/1.1 401 ").contains("Connection: close");
  }

  @Test
  public void afterASmallRefusedRequestTheConnectionGoesOn() throws IOException {
    Socket client = connect();
    send(client, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" + HONEST);

    assertThat(all(client)).startsWith("HTTP/1.1 401 ").contains("HTTP/1.1 200 ").endsWith("yes");
  }

  @Test
  public void whoReadsNoAnswersHoldsUpNobody() throws IOException {
    String many = "GET / HTTP/1.1\r\n\r\n".repeat(20_000);
    for (int i = 0; i < 5; i++) {
      Socket client = new Socket();
      client.setReceiveBufferSize(2048);
      client.connect(new java.net.InetSocketAddress("127.0.0.1", port));
      clients.add(client);
      Thread.ofVirtual().start(() -> sendQuietly(client, many));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(exchange(HONEST)).endsWith("yes");
    }
  }

  private static void sendQuietly(Socket client, String text) {
    try {
      send(client, text);
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Test
  public void theServerEndsAtOnceThoughClientsDoNotTakeTheirAnswers() throws Exception {
    for (int i = 0; i < 2; i++) {
      send(connect(), "POST /much HTTP/1.1\r\nAuthorization: me\r\n\r\n");
    }
    streaming.await();
    long begin = System.nanoTime();

    server.stop(30);

    assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
    assertThat(answers.takenBytes()).isZero();
  }

  @Test
  public void theOldestStrangerMakesRoomForTheNext() throws IOException {
    Socket known = connect();
    send(known, HONEST.replace("close", "keep-alive"));
    assertThat(some(known)).contains("200 OK");
    Socket first = connect();
    // There are 256 places at least, and 64 MiB are enough for a thousand.
    for (int i = 0; i < 1100; i++) {
      connect();
    }
    assertThat(exchange(HONEST)).endsWith("yes");
    assertThat(all(first)).isEmpty();
    send(known, HONEST);
    assertThat(all(known)).endsWith("yes");
  }

  @Test
  public void bodiesShareOneAccountAndAreGivenBack() throws IOException {
    int size = 20 << 20;
    byte[] body = new byte[size];
    for (int i = 0; i < 5; i++) {
      Socket client = connect();
      send(
          client,
          "POST / HTTP/1.1\r\nAuthorization: me\r\nConnection: close\r\nContent-Length: "
              + size
              + "\r\n\r\n");
      client.getOutputStream().write(body);
      assertThat(all(client)).endsWith("yes");
    }
    assertThat(bodies.takenBytes()).isZero();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    clients.add(socket);
    return socket;
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return all(socket);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String some(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    int read = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1);
  }

  /** Returns what comes until the server has closed the connection, in whatever way. */
  private static String all(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      // Reset: the server has thrown away what it did not want to read.
    }
    return text.toString();
  }
}
