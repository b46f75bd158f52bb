// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** Addresses of other peers on any network (BIP155). */
public record AddrV2(List<Entry> entries) implements Message {
  public static final String TYPE = "addrv2";

  private static final int MAX_ADDRESS = 512;

  /** Time, services, network, length of the address and port. */
  private static final int LEAST_BYTES = 4 + 1 + 1 + 1 + 2;

  /**
   * One address.
   *
   * @param time Unix seconds, unsigned 32 bits in a long
   * @param network BIP155 number, known to us or not
   * @param address as many bytes as the network's addresses have
   * @param port 0 to 65535
   */
  public record Entry(long time, long services, int network, Bytes address, int port) {}

  public AddrV2 {
    entries = List.copyOf(entries);
  }

  @Override
  public String type() {
    return TYPE;
  }

  static AddrV2 read(ByteReader in) throws DecodeException {
    int count = in.count(LEAST_BYTES);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long time = in.u32();
      long services = in.compactSizeAny();
      int network = in.u8();
      long size = in.compactSize();
      if (size > MAX_ADDRESS) {
        throw new DecodeException("Address too long: " + size + " > " + MAX_ADDRESS);
      }
      checkSize(network, size);
      entries.add(new Entry(time, services, network, in.bytes((int) size), in.u16be()));
    }
    return new AddrV2(entries);
  }

  private static void checkSize(int network, long size) throws DecodeException {
    String name;
    int needed;
    switch (network) {
      case 1 -> {
        name = "IPv4";
        needed = 4;
      }
      case 2 -> {
        name = "IPv6";
        needed = 16;
      }
      case 4 -> {
        name = "TORv3";
        needed = 32;
      }
      case 5 -> {
        name = "I2P";
        needed = 32;
      }
      case 6 -> {
        name = "CJDNS";
        needed = 16;
      }
      default -> {
        return;
      }
    }
    if (size != needed) {
      throw new DecodeException(
          "BIP155 " + name + " address with length " + size + " (should be " + needed + ")");
    }
  }

  @Override
  public void write(ByteWriter out) {
    out.compactSize(entries.size());
    for (Entry entry : entries) {
      out.u32(entry.time()).compactSize(entry.services()).u8(entry.network());
      out.varBytes(entry.address()).u16be(entry.port());
    }
  }
}
