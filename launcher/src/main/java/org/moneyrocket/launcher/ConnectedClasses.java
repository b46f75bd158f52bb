// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.net.URL;
import java.security.CodeSource;
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
  private static volatile @Nullable BundleContext container;

  /** Made by the service loader. */
  public ConnectedClasses() {}

  static void belongTo(BundleContext context) {
    container = context;
  }

  @Override
  public Optional<Bundle> getBundle(Class<?> type) {
    BundleContext context = container;
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (context == null || location == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(context.getBundle(location.toString()));
  }
}
