import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBlock, planAddresses } from "../../components/_network-addresses.ts";

describe("planAddresses", () => {
  test("cuts a /16 as documented", () => {
    expect(planAddresses("10.0.0.0/16", 3)).toEqual({
      privateTier: "10.0.0.0/17",
      publicTier: "10.0.128.0/18",
      dataTier: "10.0.192.0/18",
      privateSubnets: ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"],
      publicSubnets: ["10.0.128.0/20", "10.0.144.0/20", "10.0.160.0/20"],
      dataSubnets: ["10.0.192.0/20", "10.0.208.0/20", "10.0.224.0/20"],
    });
  });

  test("cuts the smallest network it takes", () => {
    expect(planAddresses("192.168.240.0/20", 2)).toMatchObject({
      privateSubnets: ["192.168.240.0/23", "192.168.242.0/23"],
      publicSubnets: ["192.168.248.0/24", "192.168.249.0/24"],
      dataSubnets: ["192.168.252.0/24", "192.168.253.0/24"],
    });
  });

  test("moves no subnet when a third zone is added", () => {
    const two = planAddresses("172.16.0.0/18", 2);
    const three = planAddresses("172.16.0.0/18", 3);
    for (const tier of ["publicSubnets", "privateSubnets", "dataSubnets"] as const) {
      expect(three[tier].slice(0, 2)).toEqual(two[tier]);
    }
  });

  test("gives subnets that lie in the VPC and never overlap, for any network it takes", () => {
    const network = fc
      .record({ prefix: fc.integer({ min: 16, max: 20 }), offset: fc.nat({ max: 2 ** 12 - 1 }) })
      .map(({ prefix, offset }) => {
        const base = 10 * 2 ** 24 + (offset % 2 ** (prefix - 8)) * 2 ** (32 - prefix);
        return {
          base,
          prefix,
          text: `${[24, 16, 8, 0].map((s) => Math.floor(base / 2 ** s) % 256).join(".")}/${prefix}`,
        };
      });
    fc.assert(
      fc.property(network, fc.constantFrom(2, 3), (vpc, zones) => {
        const plan = planAddresses(vpc.text, zones);
        const ranges = [...plan.publicSubnets, ...plan.privateSubnets, ...plan.dataSubnets]
          // A subnet with host bits set reads as undefined and fails here.
          .map((cidr) => parseBlock(cidr)!)
          .map(({ base, prefix }) => ({ first: base, end: base + 2 ** (32 - prefix) }))
          .toSorted((a, b) => a.first - b.first);
        expect(ranges).toHaveLength(3 * zones);
        for (const [index, range] of ranges.entries()) {
          expect(range.first).toBeGreaterThanOrEqual(ranges[index - 1]?.end ?? vpc.base);
          expect(range.end).toBeLessThanOrEqual(vpc.base + 2 ** (32 - vpc.prefix));
        }
      }),
    );
  });

  test.each([
    ["10.0.0.1/16", /give a network address/],
    ["10.0.0.0", /give a network address/],
    ["10.0.256.0/20", /give a network address/],
    ["10.0.0.0/8", /from \/16 .* to \/20/],
    ["10.0.0.0/24", /from \/16 .* to \/20/],
    ["8.8.0.0/16", /which is not private/],
    ["172.32.0.0/16", /which is not private/],
  ])("refuses %s", (cidr, message) => {
    expect(() => planAddresses(cidr, 2)).toThrow(message);
  });
});
