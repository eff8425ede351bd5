/**
 * The address plan of a VPC, computed from its CIDR alone.
 *
 * ```
 * /n   the VPC, n from 16 to 20                       10.0.0.0/16
 * ├ first half: private tier, four slots of /(n+3)    10.0.0.0/19 10.0.32.0/19 10.0.64.0/19 (10.0.96.0/19)
 * ├ third quarter: public tier, four slots of /(n+4)  10.0.128.0/20 10.0.144.0/20 10.0.160.0/20 (10.0.176.0/20)
 * └ last quarter: data tier, four slots of /(n+4)     10.0.192.0/20 10.0.208.0/20 10.0.224.0/20 (10.0.240.0/20)
 * ```
 *
 * Half of the VPC is private because every pod takes an address there. Each tier has four slots whatever
 * the number of zones, so that a third zone added later moves no subnet: the first zone of the list always
 * has the first slot.
 */
export interface AddressPlan {
  /** One subnet CIDR a zone, in the order of the zones. */
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
  readonly dataSubnets: readonly string[];
  /** The whole block of each tier, for rules that admit a tier. */
  readonly publicTier: string;
  readonly privateTier: string;
  readonly dataTier: string;
}

/** A block of IPv4 addresses: first address as an unsigned number, and prefix length. */
export interface Block {
  readonly base: number;
  readonly prefix: number;
}

/** AWS allows /16 to /28 for a VPC; past /20 a private subnet would hold fewer than 507 pods and nodes. */
const SMALLEST_PREFIX = 16;
const LARGEST_PREFIX = 20;

/** RFC 1918, the ranges that no route on the internet leads to. */
const privateRanges: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Computes the subnets of `zoneCount` zones. Throws a sentence without a component name when the CIDR will not do. */
export function planAddresses(cidr: string, zoneCount: number): AddressPlan {
  const vpc = parseVpcCidr(cidr);
  const privateTier = slot(vpc, 1, 0);
  const publicTier = slot(vpc, 2, 2);
  const dataTier = slot(vpc, 2, 3);
  const zones = Array.from({ length: zoneCount }, (_, index) => index);
  return {
    privateSubnets: zones.map((zone) => formatBlock(slot(privateTier, 2, zone))),
    publicSubnets: zones.map((zone) => formatBlock(slot(publicTier, 2, zone))),
    dataSubnets: zones.map((zone) => formatBlock(slot(dataTier, 2, zone))),
    privateTier: formatBlock(privateTier),
    publicTier: formatBlock(publicTier),
    dataTier: formatBlock(dataTier),
  };
}

/** Reads a CIDR that names a network (no host bits set); undefined if it is not one. */
export function parseBlock(cidr: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  return base % size(prefix) === 0 ? { base, prefix } : undefined;
}

function parseVpcCidr(cidr: string): Block {
  const block = parseBlock(cidr);
  if (block === undefined) {
    throw new Error(`cidr is "${cidr}"; give a network address with its prefix length, for example "10.20.0.0/16".`);
  }
  if (block.prefix < SMALLEST_PREFIX || block.prefix > LARGEST_PREFIX) {
    throw new Error(
      `cidr is "${cidr}"; the prefix length must be from /${SMALLEST_PREFIX} (the largest VPC) to /${LARGEST_PREFIX} (room for pods).`,
    );
  }
  if (!privateRanges.some((range) => contains(range, block))) {
    throw new Error(`cidr is "${cidr}", which is not private; use a network inside ${privateRanges.join(", ")}.`);
  }
  return block;
}

function contains(range: string, inner: Block): boolean {
  const outer = parseBlock(range);
  return (
    outer !== undefined &&
    inner.prefix >= outer.prefix &&
    inner.base >= outer.base &&
    inner.base < outer.base + size(outer.prefix)
  );
}

/** The `index`-th part of a block that is cut into 2^bits equal parts. */
function slot(block: Block, bits: number, index: number): Block {
  const prefix = block.prefix + bits;
  return { base: block.base + index * size(prefix), prefix };
}

function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

function formatBlock({ base, prefix }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}
