// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.settings.memory.MemoryBudget;

public class HttpServerTest {
  private HttpServer server;
  private int port;

  @Before
  public void start() throws IOException {
    start(30);
  }

  private void start(int idleSeconds) throws IOException {
    HttpHandler handler =
        new HttpHandler() {
          @Override
          public Admission admit(HttpHead head) {
            return head.target().equals("/")
                ? new Admission.Welcome("anybody")
                : new Admission.Refused(HttpReply.of(HttpReply.NOT_FOUND), 0);
          }

          @Override
          public void handle(HttpRequest request, HttpAnswer answer) throws IOException {
            if (request.head().method().equals("PUT")) {
              throw new IllegalStateException("oops");
            }
            if (request.head().method().equals("HEAD")) {
              throw new NoClassDefFoundError("as a test");
            }
            answer.send(
                HttpReply.of(200, request.length() + " " + request.head().headers().size()));
          }
        };
    var memory = new MemoryBudget(96 << 20);
    server =
        new HttpServer(
            handler,
            AddressFilter.allowing(List.of()),
            2,
            4,
            idleSeconds,
            memory.open("requests", 0, 1),
            memory.open("answers", 0, 1));
    port = server.bind(InetAddress.ofLiteral("127.0.0.1"), 0).getPort();
    server.start();
  }

  @After
  public void stop() {
    server.stop(5);
  }

  @Test
  public void connectionsOfVersion11StayOpen() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
      String first = receive(socket);
      assertThat(first)
          .startsWith("HTTP/1.1 200 OK\r\nDate: ")
          .contains(
              "\r\nContent-Length: 3\r\nContent-Type: text/html; charset=ISO-8859-1\r\n\r\n3 1")
          .doesNotContain("Connection:");
      send(socket, "POST / HTTP/1.1\r\nConnection: close\r\n\r\n");
      assertThat(all(socket)).contains("Connection: close\r\n", "0 1");
    }
  }

  @Test
  public void connectionsOfVersion10CloseUnlessAskedNotTo() throws IOException {
    assertThat(exchange("POST / HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.0 200 OK\r\nContent-Type")
        .doesNotContain("Content-Length");
    try (Socket socket = connect()) {
      send(socket, "POST / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
      assertThat(receive(socket)).contains("Connection: keep-alive\r\nContent-Length: 3\r\n");
    }
  }

  @Test
  public void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    String answers =
        exchange(
            "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na"
                + "POST / HTTP/1.1\nContent-Length: 2\n\nab"
                + "POST / HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
    assertThat(answers.replaceAll("(?s)HTTP.*?\r\n\r\n", "|")).isEqualTo("|1 1|2 1|3 2");
  }

  @Test
  public void chunkedBodiesAreReadWithExtensionsAndTrailers() throws IOException {
    assertThat(
            exchange(
                "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
                    + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"))
        .endsWith("13 2");
  }

  @Test
  public void transferEncodingBeatsContentLength() throws IOException {
    assertThat(
            exchange(
                "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
                    + "Connection: close\r\n\r\n2\r\nab\r\n0\r\n\r\n"))
        .endsWith("2 3");
  }

  @Test
  public void ambiguousAndMalformedRequestsAreRefused() throws IOException {
    String[] wrong = {
      "GET / \r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "GET / HTTP/INVALID\r\n\r\n",
      "GET / NOTHTTP/1.1\r\n\r\n",
      "GET  / HTTP/1.1\r\n\r\n",
      "GET /safe\0/../etc HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
      "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\na",
      "POST / HTTP/1.1\r\nName : x\r\n\r\n",
      "POST / HTTP/1.1\r\nName: x\r\n folded\r\n\r\n",
      "POST / HTTP/1.1\r\nName: x\ry\r\n\r\n",
      "POST / HTTP/1.1\r\nno colon\r\n\r\n",
      "POST / HTTP/1.1\r\n: x\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    };
    for (String request : wrong) {
      assertThat(exchange(request)).as(request).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }
  }

  @Test
  public void largeHeadersAndBodiesAreRefused() throws IOException {
    assertThat(exchange("GET /" + "x".repeat(7192) + " HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
    assertThat(exchange("GET /" + "x".repeat(8192) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    String lines = "header_0000: foo\r\n";
    assertThat(exchange("GET / HTTP/1.1\r\nConnection: close\r\n" + lines.repeat(400) + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(exchange("GET / HTTP/1.1\r\n" + lines.repeat(460) + "\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(exchange("POST / HTTP/1.1\r\nContent-Length: 33554433\r\n\r\n"))
        .startsWith("HTTP/1.1 413 Content too large\r\nCache-Control: no-store\r\n");
    assertThat(exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2000001\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(
            exchange(
                "POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n"
                    + "x".repeat(1_000_000)))
        .endsWith("1000000 2");
  }

  @Test
  public void whoWaitsForContinueGetsIt() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          "POST / HTTP/1.1\r\n"
              + "Expect: 100-continue\r\n"
              + "Content-Length: 1\r\n"
              + "Connection: close\r\n\r\n");
      assertThat(receive(socket)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      send(socket, "a");
      assertThat(all(socket)).endsWith("1 3");
    }
  }

  @Test
  public void aBrokenHandlerFailsTheOneRequest() throws IOException {
    assertThat(exchange("PUT / HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n");
    assertThat(exchange("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n");
    assertThat(exchange("POST / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  public void manyQuickCallsAtOnceAreAllAnsweredAlsoAfterARest() throws Exception {
    manyCallsAreAnswered();
    // Longer than workers may take up nothing while they are held up.
    Thread.sleep(500);
    manyCallsAreAnswered();
  }

  private void manyCallsAreAnswered() throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      clients.add(connect());
    }
    try {
      List<Thread> senders = new ArrayList<>();
      Map<String, Integer> answers = new ConcurrentHashMap<>();
      for (Socket client : clients) {
        senders.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    send(client, "POST / HTTP/1.1\r\nConnection: close\r\n\r\n");
                    answers.merge(all(client).substring(9, 12), 1, Integer::sum);
                  } catch (IOException e) {
                    answers.merge(e.toString(), 1, Integer::sum);
                  }
                }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(answers).isEqualTo(Map.of("200", 400));
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  public void connectionsTakeNoMoreThanHalfOfTheFiles() {
    assertThat(OpenFiles.share(4096, List.of("x", "Max open files            1024   4096   files")))
        .isEqualTo(512);
    assertThat(OpenFiles.share(4096, List.of("Max open files   1048576  1048576  files")))
        .isEqualTo(4096);
    assertThat(OpenFiles.share(4096, List.of("Max open files   unlimited unlimited files")))
        .isEqualTo(4096);
    assertThat(OpenFiles.share(4096, List.of())).isEqualTo(4096);
    assertThat(OpenFiles.share(4096)).isBetween(1, 4096);
  }

  @Test
  public void silentClientsAreDisconnected() throws IOException {
    server.stop(1);
    start(1);
    try (Socket socket = connect()) {
      send(socket, "GET /test1 HTTP/1.1\r\nHost: somehost\r\n");
      long start = System.nanoTime();
      assertThat(all(socket)).isEmpty();
      assertThat(System.nanoTime() - start).isGreaterThan(500_000_000L);
    }
  }

  @Test
  public void ipv4AddressesGetIpv4Sockets() throws IOException {
    Path table = Path.of("/proc/self/net/tcp");
    if (Files.exists(table)) {
      String entry = String.format(Locale.ROOT, "0100007F:%04X 00000000:0000 0A", port);
      assertThat(Files.readString(table)).contains(entry);
    }
  }

  @Test
  public void filtersKnowAddressesNetworksAndMasks() {
    AddressFilter filter =
        AddressFilter.allowing(
            List.of("10.1.2.3", "192.168.0.0/16", "172.16.0.0/255.240.0.0", "fc00::/7"));
    for (String allowed :
        List.of("127.0.0.9", "::1", "10.1.2.3", "192.168.7.7", "172.31.0.1", "fd00::1")) {
      assertThat(filter.allows(InetAddress.ofLiteral(allowed))).as(allowed).isTrue();
    }
    for (String refused : List.of("10.1.2.4", "192.169.0.1", "172.32.0.1", "fe00::1", "::2")) {
      assertThat(filter.allows(InetAddress.ofLiteral(refused))).as(refused).isFalse();
    }
    assertThat(
            AddressFilter.allowing(List.of("0.0.0.0/0")).allows(InetAddress.ofLiteral("8.8.8.8")))
        .isTrue();
    for (String wrong :
        List.of(
            "",
            "example.org",
            "1.2.3.4/33",
            "1.2.3.4/255.0.255.0",
            "::1/129",
            "1.2.3.4/",
            "1.2.3.4/-1")) {
      assertThatThrownBy(() -> AddressFilter.allowing(List.of(wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(wrong);
    }
  }

  @Test
  public void subnetsOfTheCjdnsNetworkAreRefusedWhereItIsInUse() {
    for (String fine : List.of("fd00:db8:c0:ff:ee::/80", "fc00::1", "fe80::/10", "10.0.0.0/8")) {
      assertThat(AddressFilter.allowing(List.of(fine), true)).as(fine).isNotNull();
    }
    assertThat(AddressFilter.allowing(List.of("fc00:db8:c0:ff:ee::/80"), false)).isNotNull();
    assertThatThrownBy(() -> AddressFilter.allowing(List.of("fc00:db8:c0:ff:ee::/80"), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fc00:db8:c0:ff:ee::/80");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(5000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String receive(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    int read = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1);
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return all(socket);
    }
  }
}
