import { expect, test } from "vitest";
import type { Change } from "../../../engine/compare.ts";
import type { Step } from "../../../engine/environments.ts";
import type { Explanation } from "../../../engine/parity/explanation.ts";
import { type ParityReport, parityJson, renderParity } from "../../../engine/report/parity.ts";

const SOURCE = "stacks/environments/staging.ts";

function step(path: string, reason?: string): Step {
  return reason === undefined
    ? { path, declared: [], from: "rampart:settings of the right stack's configuration" }
    : { path, declared: [{ path, reason, source: SOURCE }] };
}

function change(resource: string, path: string, left: number, right: number): Change {
  return { kind: "changed", type: "aws:rds/instance:Instance", resource, path, left, right };
}

const TIER = step("/tier", "Holds no real people's data");
const ZONES = step("/database/multiAz", "A failed zone may take staging along");
const SIZE = step("/database/allocatedStorageGib", "Holds generated listings");
const OVERRIDE = step("/database/backupRetentionDays");
const UNDECLARED = { ...change("database/database-instance", "/backupRetentionPeriod", 7, 1), side: "right" as const };
const BRANCH = { ...change("database/database-instance", "/port", 5432, 5433), side: "left" as const };

const explanation: Explanation = {
  causes: [
    { ways: [{ steps: [ZONES], needs: [TIER] }], among: [], changes: [change("database/a", "/multiAz", 1, 0)] },
    { ways: [{ steps: [ZONES, SIZE], needs: [] }], among: [], changes: [change("database/b", "/iops", 2, 1)] },
    {
      ways: [
        { steps: [ZONES], needs: [] },
        { steps: [SIZE], needs: [] },
      ],
      among: [],
      changes: [change("database/c", "/iops", 2, 1)],
    },
    { ways: [], among: [TIER, SIZE], changes: [change("database/d", "/iops", 2, 1)] },
  ],
  idle: [TIER],
  identity: [{ path: "/accountId", reason: "An account of its own", source: SOURCE }],
  undeclared: [
    { ways: [{ steps: [OVERRIDE], needs: [] }], near: [SIZE] },
    { ways: [], near: [] },
  ],
  settings: [[SIZE]],
  recordings: 12,
};

const report: ParityReport = {
  subject: "shop",
  left: "prod",
  right: "staging",
  resources: 9,
  declared: [],
  explained: 0,
  settings: [{ path: OVERRIDE.path, expected: "7", actual: "1", from: OVERRIDE.from ?? "" }],
  config: [],
  undeclared: [UNDECLARED, BRANCH],
  explanation,
};

test("an explanation names causes, what they need, and what nobody declared", () => {
  const lines = renderParity([report], { color: false }).split("\n");
  expect(lines).toEqual([
    "✗ shop: 3 undeclared between prod and staging  9 resources, 0 declared differences",
    "  setting database.backupRetentionDays: expected 7, found 1",
    "    from rampart:settings of the right stack's configuration",
    "    declared near it: database.allocatedStorageGib",
    "  in prod: database/database-instance  port",
    "    expected 5432, found 5433",
    "    no setting makes it: a line of the program, or what it reads, asks where it is",
    "  in staging: database/database-instance  backupRetentionPeriod",
    "    expected 7, found 1",
    "    made by database.backupRetentionDays, from rampart:settings of the right stack's configuration",
    "    declared near it: database.allocatedStorageGib",
    "  Declare what is meant in the environment's file, with a reason; take back the rest.",
    "  Why they differ in 4 places  12 more recordings",
    "  database.multiAz (allowed only with tier)",
    `    A failed zone may take staging along  ${SOURCE}`,
    "      database/a  multiAz  1 → 0",
    "  database.multiAz + database.allocatedStorageGib",
    `    A failed zone may take staging along  ${SOURCE}`,
    `    Holds generated listings  ${SOURCE}`,
    "      database/b  iops  2 → 1",
    "  each alone: database.multiAz",
    "          or: database.allocatedStorageGib",
    "      database/c  iops  2 → 1",
    "  not told apart within --recordings: one or more of tier, database.allocatedStorageGib",
    "      database/d  iops  2 → 1",
    "  Without a trace in what is deployed: tier",
    "  The identity itself: accountId",
    "",
  ]);
});

test("as JSON it has the same, and without one it has none", () => {
  const [pair] = (JSON.parse(parityJson([report])) as { pairs: { explanation: Record<string, unknown[]> }[] }).pairs;
  expect(pair?.explanation["causes"]).toHaveLength(4);
  expect(pair?.explanation["causes"]?.[3]).toMatchObject({ ways: [], among: [TIER, SIZE] });
  expect(pair?.explanation["undeclared"]).toHaveLength(2);
  const { explanation: _explanation, ...plain } = report;
  expect(parityJson([plain])).not.toContain("explanation");
});
