// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/** Calls a node as {@code bitcoin-cli} does: a connection for each call. */
final class Rpc {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Target target;
  private final Duration limit;

  Rpc(Target target, Duration limit) {
    this.target = target;
    this.limit = limit;
  }

  /** The node has answered with an error. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String error) {
      super(error);
    }
  }

  JsonNode call(String method, Object... params) throws IOException {
    byte[] body =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("id", 1)
                .put("method", method)
                .set("params", JSON.valueToTree(params)));
    try (Socket socket = target.rpcSocket()) {
      socket.setSoTimeout((int) limit.toMillis());
      socket.getOutputStream().write(request(credentials(target), body));
      JsonNode answer = JSON.readTree(body(socket.getInputStream()));
      if (answer.path("error").isObject()) {
        throw new Refused(method + ": " + answer.path("error"));
      }
      return answer.path("result");
    }
  }

  static String credentials(Target target) throws IOException {
    byte[] cookie = Files.readString(target.cookie()).strip().getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(cookie) + "\r\n";
  }

  /**
   * Returns the bytes of a request after which the server closes the connection.
   *
   * @param credentials a whole line, or empty
   */
  static byte[] request(String credentials, byte[] body) {
    byte[] head =
        ("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + credentials
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return Wire.used(Wire.little(head.length + body.length).put(head).put(body));
  }

  /** Reads a whole answer and returns its body, up to its length or the end of the stream. */
  static byte[] body(InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream, 1 << 16);
    long length = -1;
    boolean chunked = false;
    String line = line(in);
    while (!line.isEmpty()) {
      String field = line.toLowerCase(Locale.ROOT);
      if (field.startsWith("content-length:")) {
        length = Long.parseLong(field.substring("content-length:".length()).strip());
      }
      chunked |= field.startsWith("transfer-encoding:") && field.endsWith("chunked");
      line = line(in);
    }
    if (chunked) {
      return chunks(in);
    }
    byte[] body = length < 0 ? in.readAllBytes() : in.readNBytes((int) length);
    if (length > body.length) {
      throw new EOFException("answer ends early");
    }
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).strip(), 16);
      all.write(in.readNBytes(size));
      line(in);
      if (size == 0) {
        return all.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException("no answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
      c = in.read();
    }
    return line.toString();
  }
}
