import { crc32, deflateRawSync } from "node:zlib";

interface Entry {
  readonly name: string;
  /** As stored. */
  readonly data: Buffer;
  readonly size: number;
  readonly crc: number;
  /** 1 for encrypted. */
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
}

/** An archive with one stored file. */
export function plainZip(name: string, text: string): Buffer {
  const data = Buffer.from(text, "latin1");
  return zip({ name, data, size: data.length, crc: crc32(data), flags: 0, method: 0 });
}

/** An archive whose one file says that it is encrypted, which is what a scanner goes by. */
export function encryptedZip(name: string): Buffer {
  const data = Buffer.alloc(64, 0xa5);
  return zip({ name, data, size: 52, crc: 0x12345678, flags: 1, method: 0 });
}

/** A small archive that unpacks to much. */
export function bombZip(bytes: number): Buffer {
  const zeros = Buffer.alloc(bytes);
  return zip({ name: "zeros", data: deflateRawSync(zeros), size: bytes, crc: crc32(zeros), flags: 0, method: 8 });
}

function zip({ name, data, size, crc, flags, method }: Entry): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(size, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common, Buffer.from(name), data]);
  const central = Buffer.concat([
    Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
