// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.RemoteListener;

/** Every contract of the interfaces bundle can cross. */
public class InterfacesTest {
  @Test
  public void everyContractCanCross() throws Exception {
    int contracts = 0;
    for (String name : classes()) {
      Class<?> type = Class.forName(name);
      if (!type.isInterface()
          || type.isAnnotation()
          || type.isSealed()
          || type == RemoteListener.class
          || type.getTypeParameters().length > 0) {
        continue;
      }
      Contract.of(type).check();
      contracts++;
    }
    assertThat(contracts).isGreaterThanOrEqualTo(10);
  }

  private static List<String> classes() throws IOException, URISyntaxException {
    File place =
        new File(Subscription.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (place.isDirectory()) {
      return below(place.toPath());
    }
    try (FileSystem jar = FileSystems.newFileSystem(place.toPath())) {
      return below(jar.getPath("/"));
    }
  }

  private static List<String> below(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .map(f -> root.relativize(f).toString())
          .filter(f -> f.startsWith("org/moneyrocket/") && f.endsWith(".class"))
          .filter(f -> !f.endsWith("-info.class"))
          .forEach(f -> names.add(f.substring(0, f.length() - 6).replace('/', '.')));
    }
    return names;
  }
}
