// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import java.util.Arrays;
import java.util.Optional;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets commands that act on bundles, {@code felix:headers} for one, be given the id or the symbolic
 * name of a bundle, which for ours may be the last word alone.
 */
@Component(service = Converter.class)
public final class BundleNames implements Converter {
  private final BundleContext context;

  @Activate
  public BundleNames(BundleContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Object convert(Class<?> wanted, Object given) {
    return wanted == Bundle.class ? find(context, given.toString()).orElse(null) : null;
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    return null;
  }

  static Optional<Bundle> find(BundleContext context, String which) {
    return Arrays.stream(context.getBundles())
        .filter(
            b ->
                String.valueOf(b.getBundleId()).equals(which)
                    || which.equals(b.getSymbolicName())
                    || ("org.moneyrocket." + which).equals(b.getSymbolicName()))
        .findFirst();
  }
}
