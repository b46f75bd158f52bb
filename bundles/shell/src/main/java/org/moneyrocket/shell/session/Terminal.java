// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.session;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attached terminal. It sends a kind byte, a length (4 bytes, most significant first) and UTF-8
 * text: {@code x} runs a line, {@code c} asks how a word may go on. It gets frames of the same
 * form: {@code o} output, {@code e} error output, {@code l} candidates one to a line, and {@code d}
 * when the line is done, with the status as text ({@code 0} or {@code 1}).
 */
public final class Terminal implements Runnable {
  private static final int MAX_LINE = 1 << 20;
  private static final Logger log = LoggerFactory.getLogger(Terminal.class);

  private final SocketChannel socket;
  private final CommandProcessor processor;

  public Terminal(SocketChannel socket, CommandProcessor processor) {
    this.socket = socket;
    this.processor = processor;
  }

  /** Serves the terminal until it leaves. */
  @Override
  public void run() {
    try (socket;
        var in = new DataInputStream(Channels.newInputStream(socket));
        var out = new DataOutputStream(Channels.newOutputStream(socket));
        var output = new PrintStream(new Framed(out, 'o'), true, StandardCharsets.UTF_8);
        var errors = new PrintStream(new Framed(out, 'e'), true, StandardCharsets.UTF_8);
        CommandSession session =
            processor.createSession(new ByteArrayInputStream(new byte[0]), output, errors)) {
      session.put("SCOPE", "moneyrocket:ipc:wallet:rpc:bundle:gogo:*");
      while (true) {
        int kind = in.read();
        if (kind < 0) {
          return;
        }
        String text = read(in);
        switch (kind) {
          case 'x' -> {
            boolean ok = execute(session, text, output, errors);
            output.flush();
            errors.flush();
            frame(out, 'd', ok ? "0" : "1");
          }
          case 'c' -> frame(out, 'l', String.join("\n", candidates(session, text)));
          default -> throw new IOException("unknown request " + kind + " from the terminal");
        }
      }
    } catch (EOFException e) {
      log.debug("The terminal left in the middle of a line");
    } catch (IOException e) {
      log.debug("Terminal: {}", e.getMessage());
    }
  }

  private static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_LINE) {
      throw new IOException("line of " + length + " bytes, limit " + MAX_LINE);
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static void frame(DataOutputStream out, char kind, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(kind);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
    }
  }

  private static boolean execute(
      CommandSession session, String line, PrintStream output, PrintStream errors) {
    boolean json = Line.wantsJson(line);
    String command = Line.withoutJson(line);
    if (command.isBlank()) {
      return true;
    }
    try {
      Object result = session.execute(command);
      if (result != null) {
        output.println(print(result, json));
      }
      return true;
    } catch (Exception e) {
      // Whatever a command throws is an answer to whoever typed it.
      errors.println(reason(e));
      log.debug("Command failed: {}", command.split("\\s", 2)[0], e);
      return false;
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  static String print(Object result, boolean json) {
    if (result instanceof Table table) {
      return json ? table.toJson() : table.toString();
    }
    if (!json) {
      return result.toString();
    }
    boolean plain =
        result instanceof Number || result instanceof Boolean || result instanceof Collection<?>;
    return Table.json(plain ? result : result.toString());
  }

  private static List<String> candidates(CommandSession session, String word) {
    Object known = session.get(".commands");
    if (!(known instanceof Collection<?> commands)) {
      return List.of();
    }
    return commands.stream()
        .map(String::valueOf)
        .filter(
            name -> name.startsWith(word) || name.substring(name.indexOf(':') + 1).startsWith(word))
        .sorted()
        .toList();
  }

  /** Sends what is written as frames of one kind. */
  private static final class Framed extends OutputStream {
    private final DataOutputStream out;
    private final char kind;

    Framed(DataOutputStream out, char kind) {
      this.out = out;
      this.kind = kind;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte @Nullable [] bytes, int offset, int length) throws IOException {
      if (bytes == null || length == 0) {
        return;
      }
      synchronized (out) {
        out.write(kind);
        out.writeInt(length);
        out.write(bytes, offset, length);
        out.flush();
      }
    }
  }
}
