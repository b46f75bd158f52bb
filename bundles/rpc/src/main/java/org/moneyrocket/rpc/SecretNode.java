// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.util.Arrays;
import org.moneyrocket.interfaces.Secret;

/**
 * A text that is a passphrase: bytes that are wiped when the call is over, and never a string. It
 * is read by {@link RpcCall#secret} and written nowhere.
 */
final class SecretNode extends ValueNode {
  private static final long serialVersionUID = 1L;
  private static final String REDACTED = "****";

  private final transient byte[] utf8;
  private boolean taken;

  /** Takes {@code utf8} without copying. */
  SecretNode(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * Returns the secret, for the caller to close. There is no second copy: it can be taken once, and
   * even then is wiped when the call is over.
   */
  Secret take() {
    if (taken) {
      throw new IllegalStateException("a passphrase is taken twice");
    }
    taken = true;
    return Secret.wrap(utf8);
  }

  void wipe() {
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String textValue() {
    throw new IllegalStateException("a passphrase is not read as a text");
  }

  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeString(REDACTED);
  }

  @Override
  public String asText() {
    return REDACTED;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
