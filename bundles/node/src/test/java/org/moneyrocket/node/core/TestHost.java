// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;

/** A process that only remembers what it was asked for. */
final class TestHost implements HostProcess {
  final List<String> stops = new CopyOnWriteArrayList<>();
  final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Runnable> actions = new ArrayList<>();

  @Override
  public String program() {
    return "moneyrocketd";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.NODE);
  }

  @Override
  public Path profile() {
    return Path.of("profile");
  }

  @Override
  public Path home() {
    return Path.of("home");
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public boolean isChild() {
    return false;
  }

  @Override
  public void stop(String reason) {
    stops.add(reason);
    List.copyOf(actions).forEach(Runnable::run);
  }

  @Override
  public void fail(String text) {
    errors.add(text);
  }

  @Override
  public void failForDecision(String text) {
    errors.add(text);
  }

  @Override
  public void warn(String text) {
    errors.add("warning: " + text);
  }

  @Override
  public boolean isStopping() {
    return !stops.isEmpty();
  }

  @Override
  public Registration onStop(Runnable action) {
    actions.add(action);
    return () -> actions.remove(action);
  }

  @Override
  public Registration delayStart() {
    return () -> {};
  }

  @Override
  public Registration onStarted(Runnable action) {
    action.run();
    return () -> {};
  }

  @Override
  public void started() {
    // Nobody waits for it.
  }
}
