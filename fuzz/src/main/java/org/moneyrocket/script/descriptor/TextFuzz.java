// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Base58;
import org.moneyrocket.script.address.Bech32;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.message.SignedMessage;
import org.moneyrocket.script.miniscript.MiniscriptContext;
import org.moneyrocket.script.miniscript.MiniscriptDecoder;
import org.moneyrocket.script.miniscript.MiniscriptParser;
import org.moneyrocket.script.miniscript.Node;
import org.moneyrocket.script.miniscript.Sanity;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.text.ScriptAssembly;
import org.moneyrocket.script.text.TransactionHex;

/**
 * Addresses, keys, descriptors, miniscript and signed messages as people write them. Checksums are
 * made right in some of the choices, so that the fuzzer gets behind them.
 */
public final class TextFuzz {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final ChainFormat MAIN = new ChainFormat(ChainParameters.of(Chain.MAIN).keys());

  /** What a fuzzer would take hours to find: keys whose checksums are right. */
  private static final List<String> KEYS =
      List.of(
          "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
          "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
          "03c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5",
          "tpubD6NzVbkrYhZ4WaWSyoBvQwbpLkojyoTZPRsgXELWz3Popb3qkjcJyJUGLnL4qHHoQvao8ESaAstxYSnhyswJ"
              + "76uZPStJRJCTKvosUCJZL5B",
          "tprv8ZgxMBicQKsPd7Uf69XL1XwhmjHopUGep8GuEiJDZmbQz6o58LninorQAfcKZWARbtRtfnLcJ5MQ2AtHcQJCC"
              + "RUcMRvmDUjyEmNUWwx8UbK",
          "cTpB4YiyKiBcPxnefsDpbnDxFDffjqJob8wGCEDXxgQ7zQoMXJdH");

  private TextFuzz() {}

  /** Returns what reads the texts that people bring. */
  public static List<Decoder> decoders() {
    return List.of(
        text("descriptor", 64, text -> Descriptor.parse(text, REGTEST, false)),
        text(
            "miniscript",
            64,
            text ->
                MiniscriptParser.<String, RuntimeException>parse(
                    text, MiniscriptContext.values()[0], key -> key)),
        text("address", 64, MAIN::decodeAddress),
        text("secret key", 64, MAIN::decodeSecret),
        text("extended key", 64, MAIN::decodeExtendedPublic),
        text("transaction in hexadecimal", 64, TransactionHex::decode));
  }

  private interface Text {
    void read(String text) throws Exception;
  }

  private static Decoder text(String name, int multiple, Text reading) {
    return new Decoder(
        name, multiple, input -> reading.read(new String(input, StandardCharsets.ISO_8859_1)));
  }

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    switch (in.choose(12)) {
      case 0 -> address(in.restText());
      case 1 -> address(Base58.encodeChecked(in.rest()));
      case 2 -> bech32(in);
      case 3 -> base58(in.restText());
      case 4 -> extendedKey(in.rest());
      case 5 ->
          SignedMessage.verify(
              REGTEST, "mpLQjfK79b7CCV4VMJWEWAj5Mpx8Up5zxB", in.shortText(), in.restText());
      case 6 -> script(Bytes.wrap(in.rest()));
      case 7 -> miniscript(in.restText());
      case 8 -> TransactionHex.decode(in.restText());
      default -> descriptor(withKeys(in.restText()));
    }
  }

  /** Puts a key in the place of each {@code $} and digit. */
  private static String withKeys(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '$') {
        int key = i + 1 < text.length() ? text.charAt(++i) : 0;
        out.append(KEYS.get(key % KEYS.size()));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void address(String text) {
    for (ChainFormat format : List.of(REGTEST, MAIN)) {
      format
          .decode(text)
          .ifPresent(
              destination -> {
                String written = format.encode(destination);
                Check.same(format.decode(written).orElse(null), destination, "address");
                Check.same(
                    Destination.of(destination.script()).orElse(null), destination, "script of it");
              });
      format.decodeAddress(text);
      format
          .decodeSecret(text)
          .ifPresent(key -> Check.same(format.encodeSecret(key), text, "key in text form"));
      format
          .decodeExtendedPublic(text)
          .ifPresent(key -> Check.same(format.encodeExtended(key), text, "extended key"));
      format
          .decodeExtendedSecret(text)
          .ifPresent(key -> Check.same(format.encodeExtended(key), text, "extended secret key"));
    }
  }

  private static void bech32(FuzzInput in) {
    Bech32.Variant variant = Bech32.Variant.values()[in.choose(2)];
    String prefix = List.of("bcrt", "bc", "tb", "a").get(in.choose(4));
    byte[] symbols = in.bytes(80).toArray();
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] &= 31;
    }
    String text = Bech32.encode(variant, prefix, symbols);
    address(text);
    Optional<Bech32.Decoded> decoded = Bech32.decode(text);
    Check.same(decoded.isPresent(), text.length() <= Bech32.MAX_CHARACTERS, "bech32 of own making");
    Bech32.locateFault(text);
    address(in.restText());
  }

  private static void base58(String text) {
    Base58.decode(text, 200)
        .ifPresent(
            bytes ->
                Check.same(
                    Bytes.of(Base58.decode(Base58.encode(bytes), 200).orElseThrow()),
                    Bytes.of(bytes),
                    "base58"));
    Base58.decodeChecked(text, 200);
    Bech32.decode(text);
    Bech32.locateFault(text);
  }

  private static void extendedKey(byte[] bytes) {
    ExtendedPublicKey.decode(Bytes.of(bytes))
        .ifPresent(
            key -> {
              Check.same(key.encode(), Bytes.of(bytes), "extended key");
              key.derive(5);
            });
    ExtendedSecretKey.decode(bytes)
        .ifPresent(
            key -> {
              Check.same(Bytes.of(key.encode()), Bytes.of(bytes), "extended secret key");
              key.derive(5 | 1 << 31);
              key.neuter();
            });
    if (bytes.length >= 16 && bytes.length <= 64) {
      ExtendedSecretKey.fromSeed(bytes);
    }
  }

  private static void script(Bytes script) {
    ScriptAssembly.of(script);
    ScriptAssembly.of(script, true);
    ScriptTemplate.of(script).label();
    ScriptTemplate.checkSigAdd(script);
    Destination.of(script)
        .ifPresent(destination -> Check.same(destination.script(), script, "script"));
    REGTEST.addressOf(script);
    for (MiniscriptContext context : MiniscriptContext.values()) {
      MiniscriptDecoder.<Bytes>decode(
              script,
              context,
              new MiniscriptDecoder.KeyFinder<>() {
                @Override
                public Optional<Bytes> byBytes(Bytes key) {
                  return Optional.of(key);
                }

                @Override
                public Optional<Bytes> byHash(Bytes hash) {
                  return Optional.empty();
                }
              })
          .ifPresent(TextFuzz::use);
    }
    Descriptor inferred = Descriptor.infer(script, new SigningData(), REGTEST);
    Optional<Descriptor.Expansion> expansion = inferred.expand(0, new SigningData());
    expansion.ifPresent(
        e ->
            Check.that(
                e.scripts().contains(script), "an inferred descriptor stands for its script"));
  }

  private static <K> void use(Node<K> node) {
    node.scriptSize();
    node.witnessSize();
    node.stackSize();
    node.warnings();
    node.isValidTopLevel();
    node.isUnsatisfiable();
    new Sanity<>(node, key -> key).isSane();
  }

  private static void miniscript(String text) {
    for (MiniscriptContext context : MiniscriptContext.values()) {
      MiniscriptParser.<String, RuntimeException>parse(text, context, key -> key)
          .ifPresent(TextFuzz::use);
    }
  }

  private static void descriptor(String text) {
    Descriptor.Parsed parsed;
    try {
      parsed = Descriptor.parse(text, REGTEST, false);
    } catch (DescriptorException e) {
      // Its text is Bitcoin Core's, which is empty for what follows the bracket of tr().
      return;
    }
    for (Descriptor descriptor : parsed.descriptors()) {
      String written = descriptor.toString();
      try {
        List<String> again = new ArrayList<>();
        Descriptor.parse(written, REGTEST, true)
            .descriptors()
            .forEach(d -> again.add(d.toString()));
        Check.same(again, List.of(written), "descriptor written and read");
      } catch (DescriptorException e) {
        throw new AssertionError("cannot read back " + written + ": " + e.getMessage(), e);
      }
      descriptor.expand(3, parsed.secrets());
      descriptor.toPrivateString(parsed.secrets());
      descriptor.toNormalizedString(parsed.secrets(), new DescriptorCache());
      descriptor.isSolvable();
      descriptor.outputType();
      descriptor.scriptSize();
      descriptor.maxSatisfactionWeight(true);
      descriptor.maxSatisfactionElements();
      descriptor.warnings();
      descriptor.id();
    }
  }
}
