import type { PathKey } from "../../../policies/pointer.ts";
import type { Settings } from "../../settings.ts";
import { type SettingsRule, finding, rule } from "../_rule.ts";

/** What production has to have. Each line is one setting, what is wrong otherwise, and what is allowed. */
export const productionRules: readonly SettingsRule[] = [
  inProd(["expires"], ({ expires }) => expires !== undefined, ["expires"], "ends production", "nothing in prod"),
  inProd(
    ["database"],
    ({ database }) => database?.multiAz === false,
    ["database", "multiAz"],
    "leaves the database in one zone",
    "true in prod",
  ),
  inProd(
    ["database"],
    ({ database }) => database?.deletionProtection === false,
    ["database", "deletionProtection"],
    "lets the database be deleted",
    "true in prod",
  ),
  inProd(
    ["database"],
    ({ database }) => database !== undefined && database.backupRetentionDays < 14,
    ["database", "backupRetentionDays"],
    "is too short for prod",
    "14 to 35 days in prod",
  ),
  inProd(
    ["database"],
    ({ database }) => database !== undefined && database.backupReplication === undefined,
    ["database", "backupReplication"],
    "is missing",
    "{ region: … } in prod: a lost region must not take the backups along",
  ),
  inProd(
    ["documentStore"],
    ({ documentStore }) => documentStore !== undefined && documentStore.instances < 2,
    ["documentStore", "instances"],
    "leaves nobody to take over",
    "at least 2 in prod",
  ),
  inProd(
    ["documentStore"],
    ({ documentStore }) => documentStore?.deletionProtection === false,
    ["documentStore", "deletionProtection"],
    "lets the document store be deleted",
    "true in prod",
  ),
  inProd(
    ["documentStore"],
    ({ documentStore }) => documentStore !== undefined && documentStore.backupRetentionDays < 14,
    ["documentStore", "backupRetentionDays"],
    "is too short for prod",
    "14 to 35 days in prod",
  ),
  inProd(
    ["network"],
    ({ network }) => network.natGateways === "single",
    ["network", "natGateways"],
    "makes every zone depend on one",
    '"per-zone" in prod',
  ),
  inProd(
    ["cluster"],
    ({ cluster }) => cluster.nodes.capacityType === "spot",
    ["cluster", "nodes", "capacityType"],
    "lets nodes vanish at two minutes' notice",
    '"on-demand" in prod',
  ),
  inProd(
    ["backup"],
    ({ backup }) => backup.copyRegion === undefined,
    ["backup", "copyRegion"],
    "is missing",
    "a second region in prod",
  ),
  rule(["region", "backup", "database"], ({ region, backup, database }) => {
    const places: [PathKey[], string | undefined][] = [
      [["backup", "copyRegion"], backup.copyRegion],
      [["database", "backupReplication", "region"], database?.backupReplication?.region],
    ];
    return places.flatMap(([path, copy]) =>
      copy === region
        ? [finding({ backup, database }, path, "is the home region", `another region than ${region}`)]
        : [],
    );
  }),
  rule(["backup", "database"], ({ backup, database }) => {
    const copies = database?.backupReplication?.region;
    if (copies === undefined || backup.copyRegion === undefined || copies === backup.copyRegion) return [];
    const path = ["database", "backupReplication", "region"];
    return [finding({ database }, path, "has no key for the copies", `backup.copyRegion, ${backup.copyRegion}`)];
  }),
  rule(["backup"], ({ backup }) =>
    Object.entries(backup.classes).flatMap(([name, { retentionDays, copyRetentionDays }]) => {
      const path = ["backup", "classes", name];
      const short = [
        { key: "retentionDays", days: retentionDays },
        { key: "copyRetentionDays", days: copyRetentionDays },
      ].filter(({ days }) => days !== undefined && days < backup.lock.minRetentionDays);
      const findings = short.map(({ key }) =>
        finding(
          { backup },
          [...path, key],
          "is shorter than the vault's lock admits",
          `at least backup.lock.minRetentionDays, ${backup.lock.minRetentionDays}`,
        ),
      );
      if (copyRetentionDays === undefined || backup.copyRegion !== undefined) return findings;
      return [
        ...findings,
        finding(
          { backup },
          [...path, "copyRetentionDays"],
          "needs a region for the copies",
          "set backup.copyRegion, or leave it out",
        ),
      ];
    }),
  ),
  rule(["backup", "tier"], ({ backup, tier }) => {
    const { mode, changeableForDays } = backup.lock;
    if (mode === "compliance" && tier !== "prod") {
      return [
        finding(
          { backup },
          ["backup", "lock", "mode"],
          "outlives the environment",
          '"governance" outside prod: after its cooling-off days nobody can delete what a compliance lock holds',
        ),
      ];
    }
    if (mode === "compliance" && changeableForDays === undefined) {
      return [
        finding(
          { backup },
          ["backup", "lock", "changeableForDays"],
          "is missing",
          "3 days or more: after them nobody can undo a compliance lock",
        ),
      ];
    }
    if (mode === "governance" && changeableForDays !== undefined) {
      return [
        finding(
          { backup },
          ["backup", "lock", "changeableForDays"],
          "would make the lock permanent",
          'leave it out, or use mode "compliance"',
        ),
      ];
    }
    return [];
  }),
];

function inProd<Key extends keyof Settings>(
  needs: readonly Key[],
  broken: (settings: Pick<Settings, Key>) => boolean,
  path: readonly PathKey[],
  problem: string,
  allowed: string,
): SettingsRule {
  return rule<Key | "tier">([...needs, "tier"], (settings) =>
    settings.tier === "prod" && broken(settings) ? [finding(settings, path, problem, allowed)] : [],
  );
}
