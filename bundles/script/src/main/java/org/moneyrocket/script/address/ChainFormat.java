// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moneyrocket.consensus.params.KeyPrefixes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.SecretKey;

/**
 * How addresses and keys of one chain are written as text. Immutable, thread-safe.
 *
 * @param prefixes what they begin with on this chain
 */
public record ChainFormat(KeyPrefixes prefixes) {
  private static final int MAX_PROGRAM_BYTES = 40;

  /** What reading an address came to. */
  public sealed interface AddressResult {
    /** The text is an address of this chain. */
    record Valid(Destination destination) implements AddressResult {}

    /**
     * It is not.
     *
     * @param error sentence shared with Bitcoin Core
     * @param positions indices (in UTF-8 bytes) of characters that are likely wrong; may be empty
     */
    record Invalid(String error, List<Integer> positions) implements AddressResult {}
  }

  // ---- addresses

  /** Returns the address of a destination. */
  public String encode(Destination destination) {
    return switch (destination) {
      case Destination.KeyHash(Bytes hash) -> base58(prefixes.pubkeyAddress(), hash);
      case Destination.ScriptHash(Bytes hash) -> base58(prefixes.scriptAddress(), hash);
      case Destination.WitnessKeyHash(Bytes hash) -> bech32(0, hash);
      case Destination.WitnessScriptHash(Bytes hash) -> bech32(0, hash);
      case Destination.Taproot(Bytes key) -> bech32(1, key);
      case Destination.WitnessUnknown(int version, Bytes program) -> bech32(version, program);
    };
  }

  /** Returns the address of a locking script, if it has one. */
  public Optional<String> addressOf(Bytes script) {
    return Destination.of(script).map(this::encode);
  }

  /** Reads an address; empty if it is not one of this chain. */
  public Optional<Destination> decode(String address) {
    return decodeAddress(address) instanceof AddressResult.Valid(Destination destination)
        ? Optional.of(destination)
        : Optional.empty();
  }

  /** Reads an address and says what is wrong with it. */
  public AddressResult decodeAddress(String address) {
    // One character per UTF-8 byte, so that positions count bytes.
    String text = new String(address.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String prefix = prefixes.bech32();
    boolean isBech32 =
        text.length() >= prefix.length()
            && text.substring(0, prefix.length()).toLowerCase(Locale.ROOT).equals(prefix);
    return isBech32 ? decodeBech32(text) : decodeBase58(text);
  }

  private AddressResult decodeBase58(String text) {
    Optional<byte[]> decoded = Base58.decodeChecked(text, 21);
    if (decoded.isEmpty()) {
      return invalid(
          Base58.decode(text, 100).isEmpty()
              ? "Invalid or unsupported Segwit (Bech32) or Base58 encoding."
              : "Invalid checksum or length of Base58 address (P2PKH or P2SH)");
    }
    byte[] data = decoded.get();
    int version = data.length == 0 ? -1 : data[0] & 0xff;
    boolean isKey = version == prefixes.pubkeyAddress();
    boolean isScript = version == prefixes.scriptAddress();
    if (!isKey && !isScript) {
      return invalid("Invalid or unsupported Base58-encoded address.");
    }
    if (data.length != 21) {
      return invalid("Invalid length for Base58 address (P2PKH or P2SH)");
    }
    Bytes hash = Bytes.of(data, 1, 20);
    return new AddressResult.Valid(
        isKey ? new Destination.KeyHash(hash) : new Destination.ScriptHash(hash));
  }

  private AddressResult decodeBech32(String text) {
    Optional<Bech32.Decoded> decoded = Bech32.decode(text);
    if (decoded.isEmpty()) {
      Bech32.Fault fault = Bech32.locateFault(text);
      return new AddressResult.Invalid(fault.message(), fault.positions());
    }
    byte[] symbols = decoded.get().symbols();
    if (symbols.length == 0) {
      return invalid("Empty Bech32 data section");
    }
    String prefix = decoded.get().prefix();
    if (!prefix.equals(prefixes.bech32())) {
      return invalid(
          "Invalid or unsupported prefix for Segwit (Bech32) address (expected "
              + prefixes.bech32()
              + ", got "
              + prefix
              + ").");
    }
    int version = symbols[0];
    boolean modified = decoded.get().variant() == Bech32.Variant.BECH32M;
    if (version == 0 && modified) {
      return invalid("Version 0 witness address must use Bech32 checksum");
    }
    if (version != 0 && !modified) {
      return invalid("Version 1+ witness address must use Bech32m checksum");
    }
    return Bech32.toBytes(symbols)
        .map(data -> witness(version, Bytes.wrap(data)))
        .orElseGet(() -> invalid("Invalid padding in Bech32 data section"));
  }

  private static AddressResult witness(int version, Bytes program) {
    int size = program.size();
    String bytes = size + (size == 1 ? " byte)" : " bytes)");
    if (version == 0) {
      return switch (size) {
        case 20 -> new AddressResult.Valid(new Destination.WitnessKeyHash(program));
        case 32 -> new AddressResult.Valid(new Destination.WitnessScriptHash(program));
        default -> invalid("Invalid Bech32 v0 address program size (" + bytes + ", per BIP141");
      };
    }
    if (version == 1 && size == 32) {
      return new AddressResult.Valid(new Destination.Taproot(program));
    }
    if (version > 16) {
      return invalid("Invalid Bech32 address witness version");
    }
    if (size < 2 || size > MAX_PROGRAM_BYTES) {
      return invalid("Invalid Bech32 address program size (" + bytes);
    }
    return new AddressResult.Valid(new Destination.WitnessUnknown(version, program));
  }

  private static AddressResult invalid(String error) {
    return new AddressResult.Invalid(error, List.of());
  }

  private static String base58(int version, Bytes hash) {
    byte[] data = new byte[1 + hash.size()];
    data[0] = (byte) version;
    hash.copyTo(0, data, 1, hash.size());
    return Base58.encodeChecked(data);
  }

  private String bech32(int version, Bytes program) {
    return Bech32.encode(
        version == 0 ? Bech32.Variant.BECH32 : Bech32.Variant.BECH32M,
        prefixes.bech32(),
        Bech32.toSymbols(version, program.unsafeArray()));
  }

  // ---- keys

  /** Writes a secret key (WIF). The text is as secret as the key. */
  public String encodeSecret(SecretKey key) {
    byte[] data = new byte[key.isCompressed() ? 34 : 33];
    data[0] = (byte) prefixes.secretKey();
    key.copyTo(data, 1);
    if (key.isCompressed()) {
      data[33] = 1;
    }
    String text = Base58.encodeChecked(data);
    Arrays.fill(data, (byte) 0);
    return text;
  }

  /** Reads a secret key (WIF); empty if the text is none of this chain. */
  public Optional<SecretKey> decodeSecret(String text) {
    Optional<byte[]> decoded = Base58.decodeChecked(text, 34);
    if (decoded.isEmpty()) {
      return Optional.empty();
    }
    byte[] data = decoded.get();
    try {
      boolean compressed = data.length == 34 && data[33] == 1;
      if ((data.length != 33 && !compressed) || (data[0] & 0xff) != prefixes.secretKey()) {
        return Optional.empty();
      }
      return SecretKey.of(Arrays.copyOfRange(data, 1, 33), compressed);
    } finally {
      Arrays.fill(data, (byte) 0);
    }
  }

  /** Writes an extended public key (BIP32). */
  public String encodeExtended(ExtendedPublicKey key) {
    return Base58.encodeChecked(versioned(prefixes.extendedPublic(), key.encode().unsafeArray()));
  }

  /**
   * Reads an extended public key; empty if the text is none of this chain or the key is not on the
   * curve.
   */
  public Optional<ExtendedPublicKey> decodeExtendedPublic(String text) {
    return Base58.decodeChecked(text, 78)
        .filter(data -> data.length == 78 && version(data) == prefixes.extendedPublic())
        .flatMap(data -> ExtendedPublicKey.decode(Bytes.of(data, 4, 74)));
  }

  /** Writes an extended secret key (BIP32). The text is as secret as the key. */
  public String encodeExtended(ExtendedSecretKey key) {
    byte[] encoded = key.encode();
    byte[] data = versioned(prefixes.extendedSecret(), encoded);
    String text = Base58.encodeChecked(data);
    Arrays.fill(data, (byte) 0);
    Arrays.fill(encoded, (byte) 0);
    return text;
  }

  /** Reads an extended secret key; empty if the text is none of this chain. */
  public Optional<ExtendedSecretKey> decodeExtendedSecret(String text) {
    Optional<byte[]> decoded = Base58.decodeChecked(text, 78);
    if (decoded.isEmpty()) {
      return Optional.empty();
    }
    byte[] data = decoded.get();
    byte[] body = Arrays.copyOfRange(data, Math.min(4, data.length), data.length);
    try {
      return data.length == 78 && version(data) == prefixes.extendedSecret()
          ? ExtendedSecretKey.decode(body)
          : Optional.empty();
    } finally {
      Arrays.fill(data, (byte) 0);
      Arrays.fill(body, (byte) 0);
    }
  }

  private static byte[] versioned(int version, byte[] body) {
    byte[] out = new byte[4 + body.length];
    for (int i = 0; i < 4; i++) {
      out[i] = (byte) (version >>> 24 - 8 * i);
    }
    System.arraycopy(body, 0, out, 4, body.length);
    return out;
  }

  private static int version(byte[] data) {
    return (data[0] & 0xff) << 24
        | (data[1] & 0xff) << 16
        | (data[2] & 0xff) << 8
        | (data[3] & 0xff);
  }
}
