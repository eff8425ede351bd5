import ipaddr from "ipaddr.js";
import type { PathKey } from "../../../policies/pointer.ts";
import { nearest } from "../../../engine/suggest.ts";
import type { Finding } from "../../settings-errors.ts";
import { DEFAULT_ENDPOINTS } from "../network.ts";
import { REGIONS } from "../_regions.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";

/** The networks of RFC 1918. Other private ranges (RFC 6598) collide with what AWS uses inside. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** What names of caches, functions and load balancers leave for the part in front. */
const LONGEST_PREFIX = 20;

export const networkRules: readonly SettingsRule[] = [
  rule(["region"], (settings) => unknownRegion(settings, ["region"], settings.region)),
  rule(["backup"], (settings) => unknownRegion(settings, ["backup", "copyRegion"], settings.backup.copyRegion)),
  rule(["database"], (settings) =>
    unknownRegion(settings, ["database", "backupReplication", "region"], settings.database?.backupReplication?.region),
  ),
  rule(["system", "environment"], ({ system, environment }) => {
    const start = `${system}-${environment}`;
    if (start.length <= LONGEST_PREFIX) return [];
    return [
      finding(
        { environment },
        ["environment"],
        `makes names that begin with ${start}, ${start.length} characters long`,
        `system and environment of at most ${LONGEST_PREFIX - 1} characters together`,
      ),
    ];
  }),
  rule(["network"], ({ network }) => {
    const bits = prefix(network.cidr);
    if (bits >= 16 && bits <= 20) return [];
    return [
      finding({ network }, ["network", "cidr"], "does not fit three tiers in each zone", "a network from /16 to /20"),
    ];
  }),
  rule(["network"], ({ network }) =>
    isPrivate(network.cidr)
      ? []
      : [finding({ network }, ["network", "cidr"], "is not private", `a network inside ${PRIVATE.join(", ")}`)],
  ),
  rule(["cluster"], ({ cluster }) => {
    const path = ["cluster", "serviceCidr"];
    const bits = prefix(cluster.serviceCidr);
    if (isPrivate(cluster.serviceCidr) && bits >= 12 && bits <= 24) return [];
    return [
      finding(
        { cluster },
        path,
        "is not a private network from /12 to /24",
        `a network inside ${PRIVATE.join(", ")}, from /12 to /24`,
      ),
    ];
  }),
  rule(["network", "cluster"], ({ network, cluster }) => {
    const named: [PathKey[], string][] = [
      [["network", "cidr"], network.cidr],
      [["cluster", "serviceCidr"], cluster.serviceCidr],
      ...network.peeredCidrs.map((cidr, index): [PathKey[], string] => [["network", "peeredCidrs", index], cidr]),
    ];
    return named.flatMap(([path, cidr], index) =>
      named
        .slice(0, index)
        .filter(([, other]) => overlaps(cidr, other))
        .map(([, other]) =>
          finding({ network, cluster }, path, `overlaps ${other}`, `a network that shares no address with ${other}`),
        ),
    );
  }),
  rule(["network", "region"], ({ network, region }) =>
    network.availabilityZones.flatMap((zone, index) =>
      // Of a region that is none, nothing more can be said.
      zone.startsWith(region) || !REGIONS.includes(region)
        ? []
        : [
            finding(
              { network },
              ["network", "availabilityZones", index],
              `is not in ${region}`,
              `a zone of ${region} such as ${region}a`,
            ),
          ],
    ),
  ),
  rule(["network"], ({ network }) =>
    network.availabilityZones.flatMap((zone, index) =>
      network.availabilityZones.indexOf(zone) === index
        ? []
        : [finding({ network }, ["network", "availabilityZones", index], "is listed twice", "each zone once")],
    ),
  ),
  rule(["network", "egress", "workloads"], ({ network, egress, workloads }) => {
    const user = Object.entries(workloads).find(([, workload]) => workload.egress.some((name) => name in egress));
    if (network.natGateways !== "none" || user === undefined) return [];
    return [
      finding(
        { network },
        ["network", "natGateways"],
        "leaves no way out, but workloads reach third parties",
        `"per-zone" or "single" while workloads.${user[0]}.egress is not empty`,
      ),
    ];
  }),
  rule(["network"], ({ network }) => {
    const path = ["network", "interfaceEndpoints"];
    const names = network.interfaceEndpoints;
    const missing = network.natGateways === "none" ? DEFAULT_ENDPOINTS.filter((name) => !names.includes(name)) : [];
    return [
      ...(missing.length === 0
        ? []
        : [
            finding(
              { network },
              path,
              `lacks ${missing.join(", ")}, and without NAT gateways nodes and pods have no other way there`,
              `a list with ${DEFAULT_ENDPOINTS.join(", ")}, or network.natGateways: "per-zone"`,
            ),
          ]),
      ...names.flatMap((name, index) => {
        if (names.indexOf(name) < index)
          return [finding({ network }, [...path, index], "is listed twice", "each once")];
        if (name === "s3") {
          return [finding({ network }, [...path, index], "is there already", "no s3: it has a gateway endpoint")];
        }
        if (!name.startsWith("com.")) return [];
        const short = name.replace(/^com\.amazonaws\.([a-z]+-)+\d\./, "");
        return [finding({ network }, [...path, index], "is the long name", `the short one, such as ${short}`)];
      }),
    ];
  }),
];

function unknownRegion(settings: object, path: readonly PathKey[], region: string | undefined): Finding[] {
  if (region === undefined || REGIONS.includes(region)) return [];
  const best = nearest(region, REGIONS);
  const elsewhere = /^(cn|us-gov|us-iso|eusc)/.test(region);
  return [
    finding(
      settings,
      path,
      elsewhere ? "lies in a partition of AWS that the platform cannot run in" : "is no region that is known",
      elsewhere ? "a region of the partition aws such as eu-central-1" : `one of ${REGIONS.join(", ")}`,
      best === undefined || elsewhere ? undefined : JSON.stringify(best),
    ),
  ];
}

export function isPrivate(cidr: string): boolean {
  return PRIVATE.some((outer) => {
    const [address, bits] = ipaddr.IPv4.parseCIDR(outer);
    const [inner, innerBits] = ipaddr.IPv4.parseCIDR(cidr);
    return innerBits >= bits && inner.match(address, bits);
  });
}

function overlaps(one: string, other: string): boolean {
  const [a, aBits] = ipaddr.IPv4.parseCIDR(one);
  const [b, bBits] = ipaddr.IPv4.parseCIDR(other);
  return a.match(b, Math.min(aBits, bBits));
}

function prefix(cidr: string): number {
  return ipaddr.IPv4.parseCIDR(cidr)[1];
}
