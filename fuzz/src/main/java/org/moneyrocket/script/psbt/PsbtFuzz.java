// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.primitives.Bytes;

/** Partially signed transactions of both versions, and what is done with them at once. */
public final class PsbtFuzz {
  private PsbtFuzz() {}

  /** Returns what reads partially signed transactions. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder("psbt", 64, input -> Psbt.decode(Bytes.wrap(input))),
        new Decoder(
            "psbt after its magic",
            64,
            input -> Psbt.decode(PsbtReader.MAGIC.concat(Bytes.wrap(input)))),
        new Decoder(
            "psbt in base64",
            64,
            input -> Psbt.decodeBase64(new String(input, StandardCharsets.ISO_8859_1))));
  }

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int choice = in.choose(8);
    try {
      switch (choice) {
        case 0 -> Psbt.decodeBase64(in.restText());
        case 1 -> merge(in);
        default -> use(Psbt.decode(PsbtReader.MAGIC.concat(Bytes.wrap(in.rest()))));
      }
    } catch (PsbtException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static void use(Psbt psbt) throws PsbtException {
    Bytes written = psbt.encode();
    Psbt again;
    try {
      again = Psbt.decode(written);
    } catch (PsbtException e) {
      throw new AssertionError("cannot read back " + written.toHex() + ": " + e.getMessage(), e);
    }
    Check.same(again.encode(), written, "written twice");
    Check.same(psbt.copy().encode(), written, "copy");
    psbt.unsignedTransaction();
    psbt.lockTime();
    psbt.uniqueId();
    PsbtAnalysis.of(psbt);
    PsbtSigner.precompute(psbt)
        .ifPresent(
            transaction -> {
              for (int i = 0; i < psbt.inputs().size() && i < 3; i++) {
                PsbtSigner.isSigned(psbt, i, transaction);
              }
            });
    PsbtSigner.finishAndExtract(psbt.copy());
    PsbtSigner.removeUnneededTransactions(psbt);
  }

  private static void merge(FuzzInput in) throws PsbtException {
    int size = in.u8() | in.u8() << 8;
    Psbt one = Psbt.decode(PsbtReader.MAGIC.concat(in.bytes(size)));
    Psbt other = Psbt.decode(PsbtReader.MAGIC.concat(Bytes.wrap(in.rest())));
    if (one.merge(other)) {
      use(one);
    }
  }
}
