// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;

public class InterpreterFuzzTest {
  private static Random seeded(String what) {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println(what + ": seed " + seed);
    return new Random(seed);
  }

  @Test
  public void randomBytesNeverDoMoreThanFail() {
    Random random = seeded("random bytes");
    Map<ScriptError, Integer> seen = new EnumMap<>(ScriptError.class);
    for (int i = 0; i < 60_000; i++) {
      byte[] script = new byte[random.nextInt(40)];
      random.nextBytes(script);
      List<Bytes> stack = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        byte[] element = new byte[random.nextInt(6)];
        random.nextBytes(element);
        stack.add(Bytes.wrap(element));
      }
      ScriptFlags flags = new ScriptFlags(random.nextInt() & ScriptFlags.ALL.bits());
      SigVersion version = random.nextBoolean() ? SigVersion.BASE : SigVersion.WITNESS_V0;
      Interpreter.Result result =
          Interpreter.run(stack, Bytes.of(script), flags, SignatureChecker.NONE, version);
      seen.merge(result.error(), 1, Integer::sum);
      assertThat(result.stack().size()).isLessThanOrEqualTo(1003);
      ScriptVerifier.verify(
          Bytes.of(script), Bytes.of(script), stack, flags, SignatureChecker.NONE);
    }
    assertThat(seen.keySet())
        .contains(
            ScriptError.OK,
            ScriptError.BAD_OPCODE,
            ScriptError.DISABLED_OPCODE,
            ScriptError.INVALID_STACK_OPERATION);
  }

  @Test
  public void randomSpendsGiveTheSameWithAndWithoutCacheAndRespectFlags() {
    Random random = seeded("random spends");
    RandomSpends spends = new RandomSpends(random);
    SignatureCache cache = new SignatureCache(1 << 16);
    Map<ScriptError, Integer> seen = new EnumMap<>(ScriptError.class);
    for (int i = 0; i < 6_000; i++) {
      RandomSpends.Spend spend = spends.next();
      String text = RandomSpends.describe(spend);
      ScriptError error = ScriptCheck.check(spend.tx(), spend.input(), spend.flags());
      seen.merge(error, 1, Integer::sum);
      for (int again = 0; again < 2; again++) {
        assertThat(ScriptCheck.check(spend.tx(), spend.input(), spend.flags(), cache, again == 0))
            .as(text)
            .isEqualTo(error);
      }
      ScriptFlags other = new ScriptFlags(random.nextInt() & ScriptFlags.ALL.bits());
      ScriptFlags changed =
          error.isOk()
              ? FlagSets.trim(new ScriptFlags(spend.flags().bits() & other.bits()))
              : FlagSets.fill(new ScriptFlags(spend.flags().bits() | other.bits()));
      assertThat(ScriptCheck.check(spend.tx(), spend.input(), changed).isOk())
          .as("%s with %s", text, changed)
          .isEqualTo(error.isOk());
    }
    assertThat(seen.getOrDefault(ScriptError.OK, 0)).isGreaterThan(500);
    assertThat(seen.size()).isGreaterThan(20);
  }
}
