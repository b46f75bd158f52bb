// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * The components of a container, and whether they came up. One may wait for a service of ours: the
 * node offers its own when it is loaded, and others come with a connection. What anybody else
 * offers is there when all bundles have been started, or never.
 */
final class Parts {
  /** Chooses the events that tell of changes to components; they come some seconds later. */
  static final String CHANGES =
      "(objectClass=org.osgi.service.component.runtime.ServiceComponentRuntime)";

  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final String OURS = "org.moneyrocket.";

  /** A component that lost the process it talked to goes with that process, and is no fault. */
  private static final String LOSS = "org.moneyrocket.interfaces.RemoteCallException";

  private final BundleContext context;

  Parts(BundleContext context) {
    this.context = context;
  }

  /** Returns a sentence on a component whose activation failed, empty if none did. */
  Optional<String> failure() {
    return find(Parts::failureOf);
  }

  /**
   * Returns a sentence on a component that failed or lacks a service; gives services that are
   * offered on other threads a few seconds to appear.
   */
  Optional<String> fault() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Optional<String> failure = failure();
      if (failure.isPresent()) {
        return failure;
      }
      Optional<String> lack = find(Parts::lackOf);
      if (lack.isEmpty() || System.nanoTime() > deadline) {
        return lack;
      }
      Thread.sleep(20);
    }
  }

  @FunctionalInterface
  private interface Question {
    Optional<String> ask(ComponentDescriptionDTO component, ComponentConfigurationDTO instance);
  }

  private Optional<String> find(Question question) {
    ServiceReference<ServiceComponentRuntime> reference =
        context.getServiceReference(ServiceComponentRuntime.class);
    if (reference == null) {
      return Optional.of("There is nothing in this installation that starts components.");
    }
    ServiceComponentRuntime components = context.getService(reference);
    try {
      for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
        for (ComponentConfigurationDTO instance :
            components.getComponentConfigurationDTOs(component)) {
          Optional<String> answer = question.ask(component, instance);
          if (answer.isPresent()) {
            return answer.map(text -> "A part of this program does not start: " + text);
          }
        }
      }
      return Optional.empty();
    } finally {
      context.ungetService(reference);
    }
  }

  private static Optional<String> failureOf(
      ComponentDescriptionDTO component, ComponentConfigurationDTO instance) {
    if (instance.state != ComponentConfigurationDTO.FAILED_ACTIVATION
        || instance.failure == null
        || instance.failure.contains(LOSS)) {
      return Optional.empty();
    }
    String reason = instance.failure.lines().findFirst().orElse("");
    return Optional.of(component.name + ": " + reason + ". See debug.log for details.");
  }

  private static Optional<String> lackOf(
      ComponentDescriptionDTO component, ComponentConfigurationDTO instance) {
    for (UnsatisfiedReferenceDTO lacking : instance.unsatisfiedReferences) {
      for (ReferenceDTO reference : component.references) {
        if (reference.name.equals(lacking.name) && !reference.interfaceName.startsWith(OURS)) {
          return Optional.of(component.name + " needs " + shown(reference) + ", which is missing.");
        }
      }
    }
    return Optional.empty();
  }

  private static String shown(ReferenceDTO reference) {
    return reference.interfaceName.substring(reference.interfaceName.lastIndexOf('.') + 1);
  }
}
