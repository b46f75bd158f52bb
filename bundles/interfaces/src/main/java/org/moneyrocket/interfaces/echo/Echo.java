// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.echo;

import org.osgi.annotation.versioning.ProviderType;

/** Answers with what it is given. */
@ProviderType
public interface Echo {
  /** Returns {@code text}. Does not block. */
  String echo(String text);
}
