// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.settings.IoText;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which wallets were loaded when the node or this bundle went away, so that they come back with it.
 * Forgotten with the process: the next start goes by the settings.
 */
@Component(service = RememberedWallets.class)
public final class RememberedWallets {
  private static final Logger log = LoggerFactory.getLogger(RememberedWallets.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final File file;
  private final long process;

  @Activate
  public RememberedWallets(BundleContext context) {
    this(context.getDataFile("loaded-wallets.json"), ProcessHandle.current().pid());
  }

  RememberedWallets(File file, long process) {
    this.file = file;
    this.process = process;
  }

  /** Remembers names in order of loading. */
  public void remember(List<String> names) {
    ObjectNode content = MAPPER.createObjectNode();
    content.put("process", process);
    names.forEach(content.putArray("wallets")::add);
    try {
      Files.writeString(file.toPath(), content.toString());
    } catch (IOException e) {
      log.warn("cannot remember the loaded wallets: {}", IoText.of(e));
    }
  }

  /** Returns what this process remembered; empty in a new process. */
  public List<String> recall() {
    List<String> names = new ArrayList<>();
    if (!file.exists()) {
      return names;
    }
    try {
      JsonNode content = MAPPER.readTree(file);
      if (content.path("process").asLong() == process) {
        content.path("wallets").forEach(name -> names.add(name.asText()));
      }
    } catch (IOException e) {
      log.warn("cannot recall the loaded wallets: {}", IoText.of(e));
    }
    return names;
  }
}
