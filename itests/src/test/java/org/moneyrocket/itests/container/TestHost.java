// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;

/** Stands for the launcher in a container that a test has started. Keeps what it is told. */
final class TestHost implements HostProcess {
  private final Path profile;
  private final Set<Role> roles;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  TestHost(Path profile, Set<Role> roles) {
    this.profile = profile;
    this.roles = roles;
  }

  List<String> errors() {
    return errors;
  }

  @Override
  public String program() {
    return "test";
  }

  @Override
  public Set<Role> roles() {
    return roles;
  }

  @Override
  public Path profile() {
    return profile;
  }

  @Override
  public Path home() {
    return profile.getParent();
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
    errors.add("stop: " + reason);
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
    errors.add(text);
  }

  @Override
  public boolean isStopping() {
    return false;
  }

  @Override
  public Registration onStop(Runnable action) {
    return () -> {};
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
  public void started() {}
}
