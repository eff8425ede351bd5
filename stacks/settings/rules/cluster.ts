import ipaddr from "ipaddr.js";
import { assertSupported } from "../../../components/_cluster-versions.ts";
import { type PathKey, formatPath } from "../../../policies/pointer.ts";
import type { Settings } from "../../settings.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";

export const clusterRules: readonly SettingsRule[] = [
  rule(["cluster"], ({ cluster }, today) => {
    const refusal = versionRefusal(cluster.version, today);
    return refusal === undefined ? [] : [finding({ cluster }, ["cluster", "version"], "is refused", refusal)];
  }),
  rule(["cluster"], ({ cluster }) => {
    if (cluster.endpoint.access !== "public") return [];
    return cluster.endpoint.publicCidrs.flatMap((cidr, index) => {
      const path = ["cluster", "endpoint", "publicCidrs", index];
      const [address, bits] = ipaddr.IPv4.parseCIDR(cidr);
      if (bits < 8)
        return [
          finding(
            { cluster },
            path,
            "opens the API server to much of the internet",
            "public networks of /8 or narrower, such as 198.51.100.0/24",
          ),
        ];
      if (address.range() === "private")
        return [
          finding(
            { cluster },
            path,
            "is private, which EKS refuses here",
            "public addresses; the VPC reaches the endpoint anyway",
          ),
        ];
      return [];
    });
  }),
  rule(["cluster"], ({ cluster }) => {
    const { architecture, instanceFamilies } = cluster.nodes;
    return instanceFamilies.flatMap((family, index) => {
      const own = /^[cmr]\d+g/.test(family) ? "arm64" : "amd64";
      if (own === architecture) return [];
      const allowed = `a family of ${architecture}, or cluster.nodes.architecture "${own}" with images built for it`;
      return [finding({ cluster }, ["cluster", "nodes", "instanceFamilies", index], `is of ${own}`, allowed)];
    });
  }),
  rule(["cluster", "network"], ({ cluster, network }) => {
    if (cluster.endpoint.access === "public" || network.runner !== undefined || network.peeredCidrs.length > 0)
      return [];
    return [
      finding(
        { cluster },
        ["cluster", "endpoint", "access"],
        "leaves nobody who can reach the API server",
        'set network.runner or network.peeredCidrs, or use { access: "public", publicCidrs: […] }',
      ),
    ];
  }),
  rule(["cluster", "accountId"], ({ cluster, accountId }) =>
    roles(cluster.access).flatMap(([path, arn]) =>
      arn.split(":")[4] === accountId
        ? []
        : [
            finding(
              { cluster },
              path,
              "is a role of another account",
              `a role of account ${accountId}; let foreign roles assume one of its own`,
            ),
          ],
    ),
  ),
  rule(["cluster"], ({ cluster }) => {
    const all = roles(cluster.access);
    return all.flatMap(([path, arn], index) => {
      const first = all.findIndex(([, other]) => other === arn);
      if (first === index) return [];
      return [
        finding({ cluster }, path, `is ${formatPath(all[first]?.[0] ?? [])} already`, "one access entry for each role"),
      ];
    });
  }),
];

type Access = Settings["cluster"]["access"];

function roles(access: Access): [path: PathKey[], arn: string][] {
  const list = (key: "deployerRoleArns" | "adminRoleArns" | "operatorRoleArns" | "readOnlyRoleArns") =>
    access[key].map((arn, index): [PathKey[], string] => [["cluster", "access", key, index], arn]);
  const single = (key: "breakGlassRoleArn"): [PathKey[], string][] =>
    access[key] === undefined ? [] : [[["cluster", "access", key], access[key]]];
  return [
    ...list("deployerRoleArns"),
    ...list("adminRoleArns"),
    ...list("operatorRoleArns"),
    ...list("readOnlyRoleArns"),
    ...single("breakGlassRoleArn"),
  ];
}

/** The component's own verdict, without the part that the error says anyway. */
function versionRefusal(version: string, today: string): string | undefined {
  try {
    assertSupported("cluster", version, today);
    return undefined;
  } catch (error) {
    return (error as Error).message
      .replace(/^cluster: version is "[^"]*"[;,] /, "")
      .replace(/^allowed are /, "")
      .replace(/^whose /, "another version, because its ");
  }
}
