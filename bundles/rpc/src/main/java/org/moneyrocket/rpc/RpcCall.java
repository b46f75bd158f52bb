// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/**
 * One call of a method, seen by its body. Parameters are asked for by their main name; what was
 * left out has its declared default. Methods that return a plain value throw {@link
 * IllegalStateException} when there is neither value nor default: that is a mistake in the
 * declaration.
 */
public final class RpcCall {
  private final MethodSpec spec;
  private final List<JsonNode> arguments;
  private final RpcRequest request;

  RpcCall(MethodSpec spec, List<JsonNode> arguments, RpcRequest request) {
    this.spec = spec;
    this.arguments = arguments;
    this.request = request;
  }

  /** Tells whether a value other than null was given. */
  public boolean has(String param) {
    return !Json.isNone(given(param));
  }

  /** Returns how many positions were given, nulls included. */
  public int count() {
    return arguments.size();
  }

  private JsonNode given(String param) {
    int position = spec.position(param);
    return position < arguments.size() ? arguments.get(position) : MissingNode.getInstance();
  }

  /** Returns the value or default as JSON; a missing node if there is none. */
  public JsonNode json(String param) {
    JsonNode value = given(param);
    if (!Json.isNone(value)) {
      return value;
    }
    return spec.params().get(spec.position(param)).defaultValue().orElse(MissingNode.getInstance());
  }

  private JsonNode needed(String param) {
    JsonNode value = json(param);
    if (Json.isNone(value)) {
      throw new IllegalStateException(spec.name() + " has neither value nor default for " + param);
    }
    return value;
  }

  /** Returns a text. */
  public String text(String param) {
    return RpcValues.text(needed(param));
  }

  /** Returns a text if there is one. */
  public Optional<String> findText(String param) {
    JsonNode value = json(param);
    return Json.isNone(value) ? Optional.empty() : Optional.of(RpcValues.text(value));
  }

  /**
   * Returns a parameter that is declared as a secret, for the caller to close; once. It is wiped at
   * the end of the call at the latest.
   */
  public Secret secret(String param) {
    if (needed(param) instanceof SecretNode secret) {
      return secret.take();
    }
    throw new IllegalStateException(spec.name() + " does not declare " + param + " as a secret");
  }

  /** Returns a truth value. */
  public boolean flag(String param) {
    return RpcValues.flag(needed(param));
  }

  /** Returns a truth value if there is one. */
  public Optional<Boolean> findFlag(String param) {
    JsonNode value = json(param);
    return Json.isNone(value) ? Optional.empty() : Optional.of(RpcValues.flag(value));
  }

  /** Returns a whole number of 32 bits. */
  public int int32(String param) {
    return RpcValues.int32(needed(param));
  }

  /** Returns a whole number of 32 bits if there is one. */
  public Optional<Integer> findInt32(String param) {
    JsonNode value = json(param);
    return Json.isNone(value) ? Optional.empty() : Optional.of(RpcValues.int32(value));
  }

  /** Returns a whole number of 64 bits. */
  public long integer(String param) {
    return RpcValues.integer(needed(param));
  }

  /** Returns a whole number of 64 bits if there is one. */
  public Optional<Long> findInteger(String param) {
    JsonNode value = json(param);
    return Json.isNone(value) ? Optional.empty() : Optional.of(RpcValues.integer(value));
  }

  /** Returns satoshis from decimal BTC. */
  public long satoshis(String param) {
    return RpcValues.satoshis(needed(param));
  }

  /** Returns a block hash. */
  public BlockHash blockHash(String param) {
    return RpcValues.blockHash(needed(param), param);
  }

  /** Returns a transaction id. */
  public Txid txid(String param) {
    return RpcValues.txid(needed(param), param);
  }

  /** Returns bytes given by hex digits. */
  public Bytes bytes(String param) {
    return RpcValues.bytes(needed(param), param);
  }

  /**
   * Returns how much to show: a number, or a truth value where that is allowed, true being 1.
   *
   * @param otherwise the value when nothing is given
   */
  public int verbosity(String param, int otherwise, boolean flagAllowed) {
    JsonNode value = given(param);
    if (Json.isNone(value)) {
      return otherwise;
    }
    if (value.isBoolean()) {
      if (!flagAllowed) {
        throw new RpcException(
            RpcErrorCode.TYPE_ERROR, "Verbosity was boolean but only integer allowed");
      }
      return value.booleanValue() ? 1 : 0;
    }
    return RpcValues.int32(value);
  }

  /** Returns the name of the method. */
  public String method() {
    return spec.name();
  }

  /** Returns the wallet that the path names; empty if it names none. */
  public Optional<String> wallet() {
    return request.wallet();
  }

  /** Returns who calls. */
  public String user() {
    return request.user();
  }

  /**
   * Takes room for something large that the method is about to hold, until the call is over; waits
   * for its turn if there is none. Nothing may be locked meanwhile.
   *
   * @throws RpcException OUT_OF_MEMORY when its turn does not come
   */
  public void reserve(long bytes) {
    AnswerMeter meter = AnswerMeter.current();
    if (meter != null) {
      meter.reserve(bytes);
    }
  }

  RpcRequest request() {
    return request;
  }
}
