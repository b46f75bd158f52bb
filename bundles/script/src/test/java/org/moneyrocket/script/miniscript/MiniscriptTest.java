// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;

public class MiniscriptTest {
  private static final String HASH = "ab".repeat(32);
  private static final String SHORT_HASH = "cd".repeat(20);

  /** Letters in text stand for keys. */
  private static final List<String> P2WSH =
      List.of(
          "pk(A)",
          "pkh(A)",
          "and_v(v:pk(A),pk(B))",
          "and_b(pk(A),a:pk(B))",
          "or_b(pk(A),s:pk(B))",
          "or_d(pk(A),pkh(B))",
          "or_i(pkh(A),pk(B))",
          "t:or_c(pk(A),v:pkh(B))",
          "andor(pk(A),older(1008),pk(B))",
          "and_n(pk(A),multi(1,B,C))",
          "thresh(2,pk(A),s:pk(B),sln:older(10))",
          "thresh(3,pk(A),s:pk(B),s:pk(C),a:multi(2,D,E,F))",
          "multi(2,A,B,C)",
          "and_v(v:pk(A),sha256(" + HASH + "))",
          "and_v(v:pk(A),hash256(" + HASH + "))",
          "and_v(v:pk(A),ripemd160(" + SHORT_HASH + "))",
          "and_v(v:pk(A),hash160(" + SHORT_HASH + "))",
          "and_v(v:pkh(A),after(500000000))",
          "andor(pk(A),ndv:older(16),pk(B))",
          "or_i(and_v(v:pk(A),older(2147483647)),pk(B))",
          "and_v(v:multi(1,A,B),j:and_v(v:pk(C),older(17)))",
          "and_v(v:thresh(1,pk(A),a:pk(B)),uc:or_i(pk_k(C),pk_h(D)))");

  private static final List<String> TAPSCRIPT =
      List.of(
          "pk(A)",
          "pkh(A)",
          "multi_a(2,A,B,C)",
          "and_v(v:multi_a(1,A,B),after(100))",
          "or_d(multi_a(2,A,B),and_v(v:pkh(C),older(144)))",
          "thresh(2,pk(A),s:pk(B),adv:older(42))");

  private static final Map<String, Bytes> PUBLIC_KEYS = new TreeMap<>();

  static {
    for (char name = 'A'; name <= 'F'; name++) {
      byte[] secret = new byte[32];
      secret[31] = (byte) name;
      PUBLIC_KEYS.put(String.valueOf(name), Bytes.wrap(Secp256k1.publicKey(secret, true)));
    }
  }

  @Test
  public void textAndScriptGoBackAndForth() throws Exception {
    int rows = 0;
    for (MiniscriptContext context : MiniscriptContext.values()) {
      for (String text : context == MiniscriptContext.P2WSH ? P2WSH : TAPSCRIPT) {
        Node<String> node = parse(text, context).orElseThrow();
        assertThat(node).hasToString(text);
        assertThat(new Sanity<>(node, key -> key).complaint(new MiniscriptText<>(key -> key)))
            .as(text)
            .isEmpty();
        Bytes script = new MiniscriptScript<>(new Keys(context)).write(node);
        assertThat(script.size()).as(text).isEqualTo(node.scriptSize());
        Node<String> decoded =
            MiniscriptDecoder.decode(script, context, new Keys(context)).orElseThrow();
        assertThat(new MiniscriptScript<>(new Keys(context)).write(decoded))
            .as("%s decoded as %s", text, decoded)
            .isEqualTo(script);
        assertThat(decoded.witnessSize()).as(text).isEqualTo(node.witnessSize());
        rows++;
      }
    }
    assertThat(rows).isEqualTo(28);
  }

  @Test
  public void textThatIsNoneIsToldApart() throws Exception {
    for (String text :
        List.of(
            "",
            "pk",
            "pk()x",
            "pk(A",
            "vv:pk(A)",
            "z:pk(A)",
            "and_v(pk(A))",
            "thresh(2,pk(A))",
            "thresh(0,pk(A))",
            "multi(2,A)",
            "multi_a(1,A)",
            "older(0)",
            "older(2147483648)",
            "older(01x)",
            "sha256(ab)",
            "foo(A)",
            "and_v(v:pk(A),pk(B),pk(C))")) {
      assertThat(parse(text, MiniscriptContext.P2WSH)).as(text).isEmpty();
    }
  }

  @Test
  public void randomBytesNeverBreakTheDecoder() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Bytes> scripts =
        P2WSH.stream()
            .map(
                text -> {
                  try {
                    return new MiniscriptScript<>(new Keys(MiniscriptContext.P2WSH))
                        .write(parse(text, MiniscriptContext.P2WSH).orElseThrow());
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();
    int decoded = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = scripts.get(random.nextInt(scripts.size())).toArray();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      Keys keys = new Keys(MiniscriptContext.P2WSH);
      Optional<Node<String>> node =
          MiniscriptDecoder.decode(Bytes.wrap(bytes), MiniscriptContext.P2WSH, keys);
      if (node.isPresent()) {
        assertThat(new MiniscriptScript<>(keys).write(node.get())).isEqualTo(Bytes.wrap(bytes));
        decoded++;
      }
    }
    assertThat(decoded).isPositive();
  }

  @Test
  public void deepNestingFitsASmallStackOrIsRefused() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread small =
        new Thread(
            null,
            () -> {
              try {
                for (int depth : new int[] {100, Node.MAX_DEPTH - 1, 3000, 100_000}) {
                  exercise("and_v(v:older(1),".repeat(depth) + "pk(A)" + ")".repeat(depth), depth);
                  exercise("n".repeat(depth) + ":pk(A)", depth);
                }
              } catch (Throwable t) {
                failure.set(t);
              }
            },
            "small-stack",
            1 << 20);
    small.start();
    small.join();
    assertThat(failure.get()).isNull();
  }

  private static void exercise(String text, int depth) throws Exception {
    Optional<Node<String>> parsed = parse(text, MiniscriptContext.TAPSCRIPT);
    assertThat(parsed.isPresent()).as("depth %d", depth).isEqualTo(depth < Node.MAX_DEPTH);
    if (parsed.isPresent()) {
      Keys keys = new Keys(MiniscriptContext.TAPSCRIPT);
      Bytes script = new MiniscriptScript<>(keys).write(parsed.get());
      assertThat(parsed.get()).hasToString(text);
      assertThat(new Sanity<>(parsed.get(), key -> key).isSane()).isTrue();
      MiniscriptDecoder.decode(script, MiniscriptContext.TAPSCRIPT, keys);
    }
  }

  private static Optional<Node<String>> parse(String text, MiniscriptContext context)
      throws Exception {
    return MiniscriptParser.<String, Exception>parse(text, context, key -> key);
  }

  private record Keys(MiniscriptContext context)
      implements MiniscriptScript.KeyBytes<String>, MiniscriptDecoder.KeyFinder<String> {
    @Override
    public Bytes bytes(String key) {
      Bytes bytes = PUBLIC_KEYS.get(key);
      return context == MiniscriptContext.P2WSH ? bytes : bytes.slice(1, 32);
    }

    @Override
    public Bytes hash(String key) {
      return Bytes.wrap(Hashes.hash160(bytes(key).unsafeArray()));
    }

    @Override
    public Optional<String> byBytes(Bytes bytes) {
      return names().filter(name -> bytes(name).equals(bytes)).findFirst();
    }

    @Override
    public Optional<String> byHash(Bytes hash) {
      return names().filter(name -> hash(name).equals(hash)).findFirst();
    }

    private static Stream<String> names() {
      return PUBLIC_KEYS.keySet().stream();
    }
  }
}
