// SPDX-License-Identifier: MIT
package org.moneyrocket.cli.shell;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The terminal's end of the conversation: sends lines, passes on what comes back. Frames are a kind
 * byte, a length (4 bytes, most significant first) and UTF-8 text.
 */
final class ShellConnection implements AutoCloseable {
  private static final int MAX_FRAME = 64 << 20;

  private final SocketChannel socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  ShellConnection(Path path) throws IOException {
    socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    in = new DataInputStream(Channels.newInputStream(socket));
    out = new DataOutputStream(Channels.newOutputStream(socket));
  }

  /** Runs a line to its end; true if it succeeded. */
  boolean execute(String line, PrintStream output, PrintStream errors) throws IOException {
    send('x', line);
    while (true) {
      int kind = in.read();
      if (kind < 0) {
        throw new EOFException("the process has ended");
      }
      byte[] bytes = body();
      switch (kind) {
        case 'o' -> output.write(bytes);
        case 'e' -> errors.write(bytes);
        case 'd' -> {
          output.flush();
          errors.flush();
          return new String(bytes, StandardCharsets.UTF_8).equals("0");
        }
        default -> throw new IOException("unknown frame " + kind);
      }
    }
  }

  /** Asks how a command that begins with {@code word} may go on. */
  List<String> complete(String word) throws IOException {
    send('c', word);
    int kind = in.read();
    String text = new String(body(), StandardCharsets.UTF_8);
    return kind == 'l' && !text.isEmpty() ? List.of(text.split("\n")) : List.of();
  }

  private void send(char kind, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(kind);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  private byte[] body() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_FRAME) {
      throw new IOException("frame of " + length + " bytes, limit " + MAX_FRAME);
    }
    return in.readNBytes(length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
