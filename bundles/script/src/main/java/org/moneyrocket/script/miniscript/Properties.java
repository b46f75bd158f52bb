// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import static org.moneyrocket.consensus.Limits.LOCKTIME_THRESHOLD;
import static org.moneyrocket.consensus.Limits.SEQUENCE_LOCKTIME_TYPE_FLAG;

import java.util.List;

/**
 * The type of an expression and what it guarantees, as letters of the miniscript specification. No
 * letters at all mean that the expression is badly typed.
 *
 * @param bits one bit for each letter
 */
record Properties(int bits) {
  private static final String LETTERS = "BVKWzondfuesmxghijk";
  static final Properties NONE = new Properties(0);

  private static final Properties KEY = of("Konudemsxk");
  private static final Properties KEY_HASH = of("Knudemsxk");
  private static final Properties LOCK = of("Bzfmxk");
  private static final Properties HASH = of("Bonudmk");

  static Properties of(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits |= bit(letters.charAt(i));
    }
    return new Properties(bits);
  }

  private static int bit(char letter) {
    return 1 << LETTERS.indexOf(letter);
  }

  /** Tells whether all {@code letters} hold. */
  boolean has(String letters) {
    int wanted = of(letters).bits;
    return (bits & wanted) == wanted;
  }

  /** Tells whether the one property {@code letter} holds. */
  boolean is(char letter) {
    return (bits & bit(letter)) != 0;
  }

  /** Collects letters for a new expression. */
  private static final class Result {
    private int bits;

    /** Adds {@code letters} unconditionally. */
    Result always(String letters) {
      bits |= of(letters).bits;
      return this;
    }

    /** Adds one letter if {@code condition} holds. */
    Result when(char letter, boolean condition) {
      if (condition) {
        bits |= bit(letter);
      }
      return this;
    }

    /** Adds those of {@code letters} that {@code from} has. */
    Result keep(Properties from, String letters) {
      bits |= from.bits & of(letters).bits;
      return this;
    }

    /** Adds those of {@code letters} that both have. */
    Result both(Properties x, Properties y, String letters) {
      bits |= x.bits & y.bits & of(letters).bits;
      return this;
    }

    /** Without a base type nothing else means anything. */
    Properties done() {
      return (bits & of("BVKW").bits) == 0 ? NONE : new Properties(bits);
    }
  }

  /** Computes the type of a leaf. */
  static Properties ofLeaf(Fragment fragment, long k) {
    return switch (fragment) {
      case JUST_0 -> of("Bzudemsxk");
      case JUST_1 -> of("Bzufmxk");
      case PK_K -> KEY;
      case PK_H -> KEY_HASH;
      case OLDER ->
          new Result()
              .keep(LOCK, LETTERS)
              .when((k & SEQUENCE_LOCKTIME_TYPE_FLAG) != 0 ? 'g' : 'h', true)
              .done();
      case AFTER ->
          new Result().keep(LOCK, LETTERS).when(k >= LOCKTIME_THRESHOLD ? 'i' : 'j', true).done();
      case SHA256, HASH256, RIPEMD160, HASH160 -> HASH;
      case MULTI -> of("Bnudemsk");
      case MULTI_A -> of("Budemsk");
      default -> throw new IllegalStateException(fragment + " has arguments");
    };
  }

  /** Computes the type of a wrapper. */
  static Properties ofWrapper(Fragment fragment, Properties x, MiniscriptContext context) {
    Result result = new Result().keep(x, "ghijk");
    return switch (fragment) {
      case WRAP_A -> result.when('W', x.is('B')).keep(x, "udfems").always("x").done();
      case WRAP_S -> result.when('W', x.has("Bo")).keep(x, "udfemsx").done();
      case WRAP_C -> result.when('B', x.is('K')).keep(x, "ondfem").always("us").done();
      case WRAP_D ->
          result
              .when('B', x.has("Vz"))
              .when('o', x.is('z'))
              .when('e', x.is('f'))
              .keep(x, "ms")
              // Minimal IF arguments are a rule of consensus in tapscript alone.
              .when('u', context == MiniscriptContext.TAPSCRIPT)
              .always("ndx")
              .done();
      case WRAP_V -> result.when('V', x.is('B')).keep(x, "zonms").always("fx").done();
      case WRAP_J ->
          result.when('B', x.has("Bn")).when('e', x.is('f')).keep(x, "oums").always("ndx").done();
      case WRAP_N -> result.keep(x, "Bzondfems").always("ux").done();
      default -> throw new IllegalStateException(fragment + " is no wrapper");
    };
  }

  /** Computes the type of an expression with two arguments. */
  static Properties ofPair(Fragment fragment, Properties x, Properties y) {
    Result result = locks(new Result(), List.of(x, y));
    boolean oneArgument = (x.is('o') && y.is('z')) || (x.is('z') && y.is('o'));
    boolean bothLocks = x.is('k') && y.is('k');
    boolean signature = x.is('s') || y.is('s');
    return switch (fragment) {
      case AND_V ->
          (x.is('V') ? result.keep(y, "BKV") : result)
              .when('n', x.is('n') || (x.is('z') && y.is('n')))
              .when('o', oneArgument)
              .both(x, y, "mz")
              .when('s', signature)
              .when('f', y.is('f') || x.is('s'))
              .keep(y, "ux")
              .when('k', bothLocks && !conflict(x, y))
              .done();
      case AND_B ->
          result
              .when('B', x.is('B') && y.is('W'))
              .when('o', oneArgument)
              .when('n', x.is('n') || (x.is('z') && y.is('n')))
              .when('e', x.has("es") && y.has("es"))
              .both(x, y, "dzm")
              .when('f', (x.is('f') && y.is('f')) || x.has("sf") || y.has("sf"))
              .when('s', signature)
              .always("ux")
              .when('k', bothLocks && !conflict(x, y))
              .done();
      case OR_B ->
          result
              .when('B', x.has("Bd") && y.has("Wd"))
              .when('o', oneArgument)
              .when('m', x.has("me") && y.has("me") && signature)
              .both(x, y, "zse")
              .always("dux")
              .when('k', bothLocks)
              .done();
      case OR_C ->
          result
              .when('V', x.has("Bdu") && y.is('V'))
              .when('o', x.is('o') && y.is('z'))
              .when('m', x.has("me") && y.is('m') && signature)
              .both(x, y, "zs")
              .always("fx")
              .when('k', bothLocks)
              .done();
      case OR_D ->
          result
              .when('B', x.has("Bdu") && y.is('B'))
              .when('o', x.is('o') && y.is('z'))
              .when('m', x.has("me") && y.is('m') && signature)
              .both(x, y, "zs")
              .keep(y, "ufde")
              .always("x")
              .when('k', bothLocks)
              .done();
      case OR_I ->
          result
              .both(x, y, "VBKufs")
              .when('o', x.is('z') && y.is('z'))
              .when('e', (x.is('e') && y.is('f')) || (x.is('f') && y.is('e')))
              .when('m', x.is('m') && y.is('m') && signature)
              .when('d', x.is('d') || y.is('d'))
              .always("x")
              .when('k', bothLocks)
              .done();
      default -> throw new IllegalStateException(fragment + " has not two arguments");
    };
  }

  /** Computes the type of {@code andor(x,y,z)}. */
  static Properties ofAndOr(Properties x, Properties y, Properties z) {
    Result result = locks(new Result(), List.of(x, y, z));
    if (x.has("Bdu")) {
      result.both(y, z, "BKV");
    }
    boolean forced = x.is('s') || y.is('f');
    return result
        .when('z', x.is('z') && y.is('z') && z.is('z'))
        .when('o', (x.is('o') && y.is('z') && z.is('z')) || (x.is('z') && y.is('o') && z.is('o')))
        .both(y, z, "u")
        .when('f', z.is('f') && forced)
        .when('d', z.is('d'))
        .when('e', z.is('e') && forced)
        .when('m', x.has("me") && y.is('m') && z.is('m') && (x.is('s') || y.is('s') || z.is('s')))
        .when('s', z.is('s') && (x.is('s') || y.is('s')))
        .always("x")
        .when('k', x.is('k') && y.is('k') && z.is('k') && !conflict(x, y))
        .done();
  }

  /** Computes the type of a threshold. */
  static Properties ofThreshold(long k, List<Properties> arguments) {
    boolean allE = true;
    boolean allM = true;
    int consumed = 0;
    int signed = 0;
    boolean clean = true;
    Properties seen = NONE;
    for (int i = 0; i < arguments.size(); i++) {
      Properties argument = arguments.get(i);
      if (!argument.has(i == 0 ? "Bdu" : "Wdu")) {
        return NONE;
      }
      allE &= argument.is('e');
      allM &= argument.is('m');
      signed += argument.is('s') ? 1 : 0;
      consumed += argument.is('z') ? 0 : argument.is('o') ? 1 : 2;
      clean &= argument.is('k') && (k <= 1 || !conflict(seen, argument));
      seen = new Properties(seen.bits | argument.bits);
    }
    int unsigned = arguments.size() - signed;
    return locks(new Result(), arguments)
        .always("Bdu")
        .when('z', consumed == 0)
        .when('o', consumed == 1)
        .when('e', allE && unsigned == 0)
        .when('m', allE && allM && unsigned <= k)
        .when('s', unsigned < k)
        .when('k', clean)
        .done();
  }

  private static Result locks(Result result, List<Properties> arguments) {
    arguments.forEach(argument -> result.keep(argument, "ghij"));
    return result;
  }

  /**
   * Tells whether one needs a height and the other a time, which no transaction can meet at once.
   */
  private static boolean conflict(Properties x, Properties y) {
    return (x.is('g') && y.is('h'))
        || (x.is('h') && y.is('g'))
        || (x.is('i') && y.is('j'))
        || (x.is('j') && y.is('i'));
  }
}
