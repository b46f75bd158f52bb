// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.settings.process.HostProcess;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one of the long-running programs. The first argument is the program's name, which is also
 * the name of its profile; the rest is the user's command line.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs a program and ends the process with its status. */
  public static void main(String[] args) {
    PrintStream errors =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int status;
    try {
      status = run(args[0], List.of(args).subList(1, args.length), errors);
    } catch (BrokenInstallation e) {
      errors.println("Error: " + e.getMessage());
      status = 1;
    } catch (IOException | BundleException | InterruptedException | RuntimeException e) {
      log.error("The program cannot go on", e);
      errors.println("Error: " + e);
      status = 1;
    }
    System.out.flush();
    errors.flush();
    // Not exit(): no hook of a library may delay the end or change the status.
    Runtime.getRuntime().halt(status);
  }

  private static int run(String program, List<String> arguments, PrintStream errors)
      throws IOException, BundleException, InterruptedException {
    Path home = Path.of(System.getProperty("moneyrocket.home", ".")).toAbsolutePath().normalize();
    Profile profile = Profile.read(home.resolve("etc/profiles").resolve(program));
    boolean child = arguments.stream().anyMatch(argument -> argument.startsWith("-ipcfd="));
    Lifeline lifeline = new Lifeline(program, profile, home, arguments, child, errors, () -> {});
    Signals.install(child, lifeline::stop);

    Path base =
        CacheDirectory.base(
            System.getenv(), System.getProperty("user.home"), System.getProperty("os.name"));
    CacheDirectory cache =
        CacheDirectory.take(
            base, dataDirectory(arguments), "", profile.file().getFileName().toString());
    Container container =
        new Container(cache.path(), SystemPackages.ofClassPath(Main.class.getClassLoader()));
    container.context().registerService(HostProcess.class, lifeline, null);
    BundleStore store = new BundleStore(home.resolve("bundles"));
    List<Path> files = new ArrayList<>();
    for (String bundle : profile.bundles()) {
      files.add(store.file(bundle));
    }
    container.start(files, lifeline::isStopping);
    lifeline.awaitEnd();
    container.stop();
    return lifeline.status();
  }

  private static String dataDirectory(List<String> arguments) {
    return Arrays.toString(
        arguments.stream().filter(argument -> argument.startsWith("-datadir=")).toArray());
  }
}
