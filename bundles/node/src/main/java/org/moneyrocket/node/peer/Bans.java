// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses that are refused until a time, kept in {@code banlist.json}. Safe for every thread. */
final class Bans {
  private static final Logger log = LoggerFactory.getLogger("net");

  private record Ban(long createdAt, long until) {}

  private final Path file;
  private final PeerClock clock;
  private final Map<Subnet, Ban> bans = new LinkedHashMap<>();

  Bans(Path file, PeerClock clock) {
    this.file = file;
    this.clock = clock;
    load();
  }

  private void load() {
    if (!Files.exists(file)) {
      log.info("Recreating the banlist database");
      save();
      return;
    }
    try {
      for (JsonNode entry : bannedNets()) {
        var subnet = Subnet.parse(entry.path("address").asText());
        if (subnet.isEmpty()) {
          log.warn(
              "Dropping entry with unparseable address or subnet ({}) from ban list",
              entry.path("address").asText());
          continue;
        }
        Ban ban = new Ban(entry.path("ban_created").asLong(), entry.path("banned_until").asLong());
        bans.put(subnet.get(), ban);
      }
    } catch (RpcException e) {
      log.warn("Cannot parse banlist file \"{}\": {}", file, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read banlist file \"{}\": {}", file, IoText.reason(e));
    }
    log.debug("Loaded {} banned node addresses/subnets", bans.size());
    sweep();
  }

  private JsonNode bannedNets() throws IOException {
    JsonNode content = Json.parse(Files.readString(file));
    if (Json.members(content).size() > content.size()) {
      throw new RpcException(RpcErrorCode.PARSE_ERROR, "Found duplicate key");
    }
    return content.path("banned_nets");
  }

  private void save() {
    ObjectNode root = Json.object();
    ArrayNode list = root.putArray("banned_nets");
    bans.forEach(
        (subnet, ban) ->
            list.addObject()
                .put("version", 1)
                .put("ban_created", ban.createdAt())
                .put("banned_until", ban.until())
                .put("address", subnet.toString()));
    try {
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(written, root.toPrettyString() + "\n");
      Files.move(
          written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.error("Cannot write banlist file \"{}\": {}", file, IoText.reason(e));
    }
  }

  private void sweep() {
    long now = clock.seconds();
    if (bans.values().removeIf(ban -> ban.until() < now)) {
      save();
    }
  }

  /** Bans a subnet; false if it is banned for at least as long already. */
  synchronized boolean ban(Subnet subnet, long until) {
    Ban before = bans.get(subnet);
    if (before != null && before.until() >= until) {
      return false;
    }
    bans.put(subnet, new Ban(clock.seconds(), until));
    save();
    return true;
  }

  synchronized boolean unban(Subnet subnet) {
    boolean removed = bans.remove(subnet) != null;
    if (removed) {
      save();
    }
    return removed;
  }

  synchronized void clear() {
    bans.clear();
    save();
  }

  synchronized boolean contains(Subnet subnet) {
    Ban ban = bans.get(subnet);
    return ban != null && ban.until() > clock.seconds();
  }

  synchronized boolean isBanned(InetAddress address) {
    long now = clock.seconds();
    return bans.entrySet().stream()
        .anyMatch(e -> e.getValue().until() > now && e.getKey().contains(address));
  }

  synchronized List<BanInfo> list() {
    sweep();
    List<BanInfo> list = new ArrayList<>();
    bans.forEach(
        (subnet, ban) -> list.add(new BanInfo(subnet.toString(), ban.createdAt(), ban.until())));
    return list;
  }
}
