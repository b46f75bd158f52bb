// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.moneyrocket.itests.harness.Installation;
import org.moneyrocket.itests.harness.Running;

/**
 * A process of the real launcher that offers a greeter: an installation of its own with a profile
 * that holds the provider.
 */
final class GreeterProcess {
  private final Path folder;
  private final Path home;

  /** Makes the installation in a folder of the test. */
  GreeterProcess(Path folder) throws IOException {
    this.folder = folder;
    this.home = folder.resolve("home");
    Path real = Installation.built().home();
    for (String part : List.of("bin", "bundles", "etc/profiles")) {
      Files.createDirectories(home.resolve(part));
    }
    Files.createSymbolicLink(home.resolve("lib"), real.resolve("lib"));
    Files.createSymbolicLink(home.resolve("libexec"), real.resolve("libexec"));
    Files.createSymbolicLink(home.resolve("etc/jvm"), real.resolve("etc/jvm"));
    Files.copy(
        real.resolve("bin/moneyrocketd"),
        home.resolve("bin/moneyrocketd"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    StringBuilder profile = new StringBuilder("role node\n");
    for (String name : ContainerOptions.IPC) {
      Files.createSymbolicLink(
          home.resolve("bundles").resolve(name + ".jar"), ContainerOptions.file(name));
      profile.append("bundle ").append(name).append('\n');
    }
    GreetingBundles.contract(home.resolve("bundles"));
    GreetingBundles.provider(home.resolve("bundles"));
    profile.append("bundle greeting.contract\nbundle greeting.provider\n");
    profile.append("export org.moneyrocket.itests.greeting.Greeter to wallet\n");
    Files.writeString(home.resolve("etc/profiles/moneyrocketd"), profile);
    Files.createDirectory(folder.resolve("data"));
  }

  Path socket() {
    return folder.resolve("greeter.sock");
  }

  Running start() throws IOException {
    return Running.start(
        folder,
        List.of(
            home.resolve("bin/moneyrocketd").toString(),
            "-regtest",
            "-datadir=" + folder.resolve("data"),
            "-printtoconsole=0",
            "-debug=ipc",
            "-ipcbind=unix:" + socket()),
        Map.of());
  }
}
