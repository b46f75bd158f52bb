// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** Calls a node by JSON-RPC over HTTP, with its cookie. */
public final class RpcClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final int port;
  private final Path cookie;

  /**
   * Makes a client.
   *
   * @param cookie file with the credentials, read for each call: a node that starts anew has a new
   *     one
   */
  public RpcClient(int port, Path cookie) {
    this.port = port;
    this.cookie = cookie;
  }

  /** An error answer. */
  public static final class RpcError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    RpcError(int code, String message) {
      super(message);
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  /** Calls a method of the node. */
  public JsonNode call(String method, Object... parameters)
      throws IOException, InterruptedException {
    return callAt("/", method, parameters);
  }

  /** Calls a method of one wallet. */
  public JsonNode callWallet(String wallet, String method, Object... parameters)
      throws IOException, InterruptedException {
    return callAt("/wallet/" + wallet, method, parameters);
  }

  private JsonNode callAt(String path, String method, Object... parameters)
      throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", 1).put("method", method);
    request.set("params", JSON.valueToTree(parameters));
    JsonNode answer = JSON.readTree(post(path, JSON.writeValueAsString(request)));
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw new RpcError(error.path("code").asInt(), error.path("message").asText());
    }
    return answer.path("result");
  }

  /**
   * Sends a body as it is and returns the body of the answer.
   *
   * @param path {@code /}, or {@code /wallet/} and a name
   * @throws IOException if the answer has no body, among other reasons
   */
  public String post(String path, String body) throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder()
            .encodeToString(Files.readString(cookie).strip().getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(120))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.body().isEmpty()) {
      throw new IOException("HTTP status " + response.statusCode() + " without a body");
    }
    return response.body();
  }
}
