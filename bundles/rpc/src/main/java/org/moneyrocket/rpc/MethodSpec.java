// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a method is called, takes and gives. Help, checks of arguments and the command-line client's
 * conversions come from it.
 *
 * <pre>{@code
 * MethodSpec.method("getblockhash", "blockchain")
 *     .describe("Returns the hash of the block at a height of the active chain.")
 *     .params(Param.number("height", "The height"))
 *     .results(Result.hex("", "The block's hash"))
 *     .example("1000")
 * }</pre>
 */
public final class MethodSpec {
  private final String name;
  private final String category;
  private String description = "";
  private List<Param> params = List.of();
  private List<Result> results = List.of();
  private final List<String> examples = new ArrayList<>();
  private boolean walletMethod;

  private MethodSpec(String name, String category) {
    this.name = name;
    this.category = category;
  }

  /**
   * Begins a declaration.
   *
   * @param category heading in the list of methods; {@code hidden} keeps the method out of it
   */
  public static MethodSpec method(String name, String category) {
    return new MethodSpec(name, category);
  }

  /** Sets the description. */
  public MethodSpec describe(String text) {
    description = text;
    return this;
  }

  /** Sets the parameters in order. */
  public MethodSpec params(Param... all) {
    params = List.copyOf(Arrays.asList(all));
    checkNames();
    return this;
  }

  /** Sets the possible answers. */
  public MethodSpec results(Result... all) {
    results = List.copyOf(Arrays.asList(all));
    return this;
  }

  /** Adds an example: the arguments as typed in a shell, empty for none. */
  public MethodSpec example(String arguments) {
    examples.add(arguments);
    return this;
  }

  /** Says that the method acts on one wallet, so that it goes to the process that has it. */
  public MethodSpec onWallet() {
    walletMethod = true;
    return this;
  }

  private void checkNames() {
    Set<String> seen = new HashSet<>();
    for (Param param : params) {
      for (String alias : param.allNames()) {
        require(seen.add(alias), alias);
      }
    }
    for (Param param : params) {
      if (param.kind() == Param.Kind.OPTIONS) {
        for (Param member : param.members()) {
          for (String alias : member.allNames()) {
            require(seen.add(alias) || member.isAlsoPositional(), alias);
          }
        }
      }
    }
  }

  private void require(boolean condition, String alias) {
    if (!condition) {
      throw new IllegalStateException(name + " declares the parameter " + alias + " twice");
    }
  }

  /** Returns the method's name. */
  public String name() {
    return name;
  }

  /** Returns the heading it is listed under. */
  public String category() {
    return category;
  }

  /** Returns the description. */
  public String description() {
    return description;
  }

  /** Returns the parameters in order. */
  public List<Param> params() {
    return params;
  }

  /** Returns the possible answers. */
  public List<Result> results() {
    return results;
  }

  List<String> examples() {
    return List.copyOf(examples);
  }

  /** Tells whether it acts on one wallet. */
  public boolean isWalletMethod() {
    return walletMethod;
  }

  /** Returns how many leading parameters must be given. */
  int requiredCount() {
    int count = 0;
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).isRequired()) {
        count = i + 1;
      }
    }
    return count;
  }

  /** Returns the position of a parameter by its main name. */
  int position(String param) {
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).name().equals(param)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " declares no parameter " + param);
  }
}
