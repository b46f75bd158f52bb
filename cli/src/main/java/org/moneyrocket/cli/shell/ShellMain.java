// SPDX-License-Identifier: MIT
package org.moneyrocket.cli.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.moneyrocket.settings.Notices;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.SettingsLoader;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.process.RuntimeDirectory;

/**
 * {@code moneyrocket shell}: attaches to a running process of this data directory and chain. Words
 * that are no options are a command to run; without them lines are read from the terminal, or from
 * standard input if that is none.
 */
public final class ShellMain {
  private static final String USAGE =
      """
      Usage: moneyrocket shell [-regtest|-chain=<name>] [-datadir=<dir>] [-process=<name>] [command…]

      Attaches to a running process. Without a command it reads lines until end of file or "exit".

        -process=<name>  program or process id to attach to (default: the node)
        --json           behind any command: print its result as JSON

      Commands: ps, info, restart, ipc:list, ipc:endpoints, ipc:stats, wallet:list, wallet:balance,
      rpc:call, bundle:list, bundle:restart, bundle:update, help
      """;

  private ShellMain() {}

  /** Runs the terminal and ends the process: 0 if the last command succeeded, else 1. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    List<String> options = new ArrayList<>();
    List<String> words = new ArrayList<>();
    String process = "";
    for (String arg : args) {
      if (!words.isEmpty() || !arg.startsWith("-")) {
        words.add(arg);
      } else if (arg.equals("-help") || arg.equals("--help") || arg.equals("-h")) {
        out.print(USAGE);
        System.exit(0);
      } else if (arg.startsWith("-process=")) {
        process = arg.substring("-process=".length());
      } else {
        options.add(arg);
      }
    }
    int status;
    try (ShellConnection connection = new ShellConnection(socket(options, process))) {
      status =
          words.isEmpty()
              ? converse(connection, out, errors)
              : connection.execute(String.join(" ", words), out, errors) ? 0 : 1;
    } catch (IOException | StartException e) {
      errors.println("Error: " + e.getMessage());
      status = 1;
    }
    System.exit(status);
  }

  private static Path socket(List<String> options, String process) throws IOException {
    Settings settings = new SettingsLoader(Program.CLI, Notices.terminalOnly()).load(options);
    Path chain = settings.dataDirectory().chain();
    Path folder = RuntimeDirectory.of(System.getenv(), chain);
    List<Path> sockets = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.shell")) {
        files.forEach(sockets::add);
      }
    }
    sockets.removeIf(path -> !alive(path) || !matches(path, process));
    return sockets.stream()
        .min(Comparator.comparingInt(ShellMain::rank))
        .orElseThrow(
            () ->
                new IOException(
                    "no running process"
                        + (process.isEmpty() ? "" : " " + process)
                        + " with data directory "
                        + chain));
  }

  private static String stem(Path socket) {
    String name = socket.getFileName().toString();
    return name.substring(0, name.length() - ".shell".length());
  }

  private static boolean alive(Path socket) {
    String name = stem(socket);
    String pid = name.substring(name.lastIndexOf('-') + 1);
    return pid.chars().allMatch(Character::isDigit)
        && ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }

  private static boolean matches(Path socket, String process) {
    String name = stem(socket);
    return process.isEmpty()
        || name.endsWith("-" + process)
        || name.startsWith(process + "-")
        || name.startsWith("moneyrocket-" + process + "-");
  }

  /** The node first, the window last. */
  private static int rank(Path socket) {
    String name = stem(socket);
    return name.startsWith("moneyrocket-gui") ? 2 : name.startsWith("moneyrocket-wallet") ? 1 : 0;
  }

  private static int converse(ShellConnection connection, PrintStream out, PrintStream errors)
      throws IOException {
    boolean ok = true;
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .appName("moneyrocket")
              .completer(
                  (line, parsed, candidates) -> {
                    try {
                      if (parsed.wordIndex() == 0) {
                        connection
                            .complete(parsed.word())
                            .forEach(name -> candidates.add(new Candidate(name)));
                      }
                    } catch (IOException e) {
                      // The next line that is sent shows that the process is gone.
                      candidates.clear();
                    }
                  })
              .build();
      while (true) {
        String line = reader.readLine("moneyrocket> ");
        if (line.strip().equals("exit") || line.strip().equals("quit")) {
          break;
        }
        ok = line.isBlank() || connection.execute(line, out, errors);
      }
    } catch (UserInterruptException | EndOfFileException e) {
      // The user leaves.
      out.println();
    }
    return ok ? 0 : 1;
  }
}
