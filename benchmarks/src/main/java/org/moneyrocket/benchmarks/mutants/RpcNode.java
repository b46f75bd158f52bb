// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running program that is asked over JSON-RPC, one request at a time. */
final class RpcNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final String authorization;

  /**
   * Starts a program on an empty data directory and waits until it answers.
   *
   * @param options for the program, beside those that keep it to itself
   */
  RpcNode(String name, Path binary, Path directory, List<String> options)
      throws IOException, InterruptedException {
    this.name = name;
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(
        List.of(
            "-regtest",
            "-datadir=" + Files.createDirectories(directory),
            "-rpcport=" + port,
            "-server=1",
            "-listen=0",
            "-connect=0",
            "-printtoconsole=0",
            // Both would look through the whole index again and again.
            "-checkblockindex=0"));
    command.addAll(options);
    this.process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("stderr").toFile())
            .start();
    this.address = URI.create("http://127.0.0.1:" + port + "/");
    Path cookie = directory.resolve("regtest/.cookie");
    while (!Files.exists(cookie)) {
      if (!process.isAlive()) {
        throw new IOException(name + " ended: " + Files.readString(directory.resolve("stderr")));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(Files.readString(cookie).getBytes(StandardCharsets.US_ASCII));
    while (call("getblockcount").text().contains("-28")) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * What came back.
   *
   * @param result null node if there was an error
   * @param text the result, or code and message of the error
   */
  record Answer(JsonNode result, String text) {}

  /** Calls a method with parameters that are text, numbers, or lists of those. */
  Answer call(String method, Object... params) throws IOException, InterruptedException {
    byte[] body =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("id", 1)
                .put("method", method)
                .set("params", JSON.valueToTree(params)));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    for (int attempt = 0; ; attempt++) {
      try {
        HttpResponse<byte[]> response =
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return answer(JSON.readTree(response.body()));
      } catch (IOException e) {
        // Before the server listens, or a kept connection that it closed meanwhile.
        if (attempt > 100 || !process.isAlive()) {
          throw new IOException(name + " does not answer " + method, e);
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static Answer answer(JsonNode response) {
    JsonNode error = response.path("error");
    if (error.isObject()) {
      return new Answer(
          JSON.nullNode(),
          "error " + error.path("code").asInt() + " " + error.path("message").asText());
    }
    JsonNode result = response.path("result");
    return new Answer(result, result.isTextual() ? result.asText() : result.toString());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
