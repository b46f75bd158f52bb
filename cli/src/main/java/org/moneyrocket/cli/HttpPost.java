// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.cli.CliException.NoServer;

/**
 * One HTTP request over a connection of its own. A plain socket: it starts faster than the JDK's
 * HTTP client.
 */
final class HttpPost {
  /** Answers are at most this large: what a Java array holds, with room for its header. */
  private static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 1024;

  private static final int MAX_HEAD_LINE_BYTES = 1 << 16;

  record Answer(int status, String body) {}

  private final String host;
  private final int port;
  private final long deadlineMillis;

  /**
   * Makes a request.
   *
   * @param timeoutSeconds for everything together, 0 for none
   */
  HttpPost(String host, int port, long timeoutSeconds) {
    this.host = host;
    this.port = port;
    long now = System.nanoTime() / 1_000_000;
    this.deadlineMillis =
        timeoutSeconds <= 0 || timeoutSeconds > 1_000_000_000
            ? Long.MAX_VALUE
            : now + timeoutSeconds * 1000;
  }

  /** Sends a body and returns the answer. */
  Answer send(String path, String authorization, String body) throws NoServer {
    try (Socket socket = connect()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\nContent-Length: "
              + bytes.length
              + "\r\nContent-Type: application/json\r\nAuthorization: "
              + authorization
              + "\r\n\r\n";
      ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + bytes.length);
      request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
      request.writeBytes(bytes);
      boolean sent = trySend(socket, request);
      return read(socket, sent);
    } catch (SocketTimeoutException e) {
      throw new NoServer("timeout");
    } catch (EOFException e) {
      throw new NoServer("EOF");
    } catch (IOException e) {
      throw new NoServer("Read error: " + e.getMessage());
    }
  }

  // A server may refuse a large request before it has read all of it; its answer can be read all
  // the same.
  private static boolean trySend(Socket socket, ByteArrayOutputStream request) {
    try {
      request.writeTo(socket.getOutputStream());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connect() throws NoServer {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new NoServer("Could not resolve host: " + host);
    }
    for (InetAddress address : addresses) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, port), leftMillis());
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        closeQuietly(socket);
      }
    }
    throw new NoServer("Could not connect to the server");
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was never connected, so nothing is lost.
      return;
    }
  }

  /** Returns the time that is left, 0 for without end. */
  private int leftMillis() throws SocketTimeoutException {
    if (deadlineMillis == Long.MAX_VALUE) {
      return 0;
    }
    long left = deadlineMillis - System.nanoTime() / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("timeout");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  private Answer read(Socket socket, boolean sent) throws IOException, NoServer {
    InputStream in = new Limited(socket);
    String status = line(in);
    if (status == null) {
      throw new NoServer(sent ? "EOF" : "Failed to send HTTP request");
    }
    if (status.length() < 12 || !status.startsWith("HTTP/") || status.indexOf(' ') < 0) {
      throw new NoServer("HTTP error: Invalid status line");
    }
    int space = status.indexOf(' ');
    int code = number(status.substring(space + 1, Math.min(space + 4, status.length())), 10);
    int length = -1;
    boolean chunked = false;
    for (String line = headerLine(in); !line.isEmpty(); line = headerLine(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new NoServer("HTTP error: Header missing colon (:)");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (name.equals("content-length")) {
        length = number(value, 10);
      } else if (name.equals("transfer-encoding")) {
        chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
      }
    }
    return new Answer(code, new String(body(in, length, chunked), StandardCharsets.UTF_8));
  }

  private static byte[] body(InputStream in, int length, boolean chunked)
      throws IOException, NoServer {
    if (chunked) {
      return chunks(in);
    }
    // Without a length the body ends with the connection.
    byte[] body = in.readNBytes(length < 0 ? MAX_BODY_BYTES : length);
    if (body.length < length) {
      throw new EOFException("connection closed inside the answer");
    }
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException, NoServer {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = headerLine(in);
      int extension = line.indexOf(';');
      int length = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (length > MAX_BODY_BYTES - body.size()) {
        throw new NoServer("HTTP error: Chunk size too large");
      }
      if (length == 0) {
        while (!headerLine(in).isEmpty()) {
          // Trailers mean nothing here.
          continue;
        }
        return body.toByteArray();
      }
      body.writeBytes(in.readNBytes(length));
      headerLine(in);
    }
  }

  private static int number(String digits, int radix) throws NoServer {
    try {
      int number = Integer.parseInt(digits, radix);
      if (number < 0) {
        throw new NumberFormatException("negative");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new NoServer("HTTP error: Invalid number " + digits);
    }
  }

  private static String headerLine(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      throw new EOFException("connection closed inside the answer");
    }
    return line;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() > MAX_HEAD_LINE_BYTES) {
        throw new IOException("a header line is too long");
      }
      line.append((char) c);
      c = in.read();
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /** Reads from a socket with what is left of the time, buffered. */
  private final class Limited extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;

    Limited(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer[start++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, end - start);
      System.arraycopy(buffer, start, target, offset, count);
      start += count;
      return count;
    }

    private boolean fill() throws IOException {
      if (start < end) {
        return true;
      }
      socket.setSoTimeout(leftMillis());
      int count = in.read(buffer);
      start = 0;
      end = Math.max(count, 0);
      return count > 0;
    }
  }
}
