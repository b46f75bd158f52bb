// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Tells which bundle a class of the class path belongs to; {@code FrameworkUtil} asks it. There is
 * one container in a process, so it is found here.
 */
public final class ConnectedClasses implements FrameworkUtilHelper {
  private static volatile @Nullable Here here;

  private record Here(BundleContext container, ConnectedBundles bundles) {}

  /** Made by the service loader. */
  public ConnectedClasses() {}

  static void belongTo(BundleContext container, ConnectedBundles bundles) {
    here = new Here(container, bundles);
  }

  @Override
  public Optional<Bundle> getBundle(Class<?> type) {
    Here known = here;
    return known == null
        ? Optional.empty()
        : known.bundles().locationOf(type).map(known.container()::getBundle);
  }
}
