import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../../engine/plan.ts";
import type { RuleSettings } from "../../../engine/evaluate.ts";
import { recordProgram } from "../../../engine/record/index.ts";
import { findLeaks } from "./_canaries.ts";
import { packConfig } from "./_pack-config.ts";
import { lines, needsSecretness, spokenByPack, spokenOffline } from "./_verdicts.ts";
import { type Flavour, PACK, type Report, Workspace, complaintOf } from "./support.ts";

const FOLDER = join(import.meta.dirname, "insecure");
const STACK = "dev";
const CONFIG = { "aws:region": "eu-central-1" };
const SECRETS = { "insecure:password": "CANARY-of-the-config" };
const REQUEST = { stack: STACK, program: join(FOLDER, "index.ts"), config: CONFIG, secretConfig: SECRETS };

/** Another level, undecided verdicts made as grave as violations, and a rule switched off. */
const SETTINGS: Readonly<Record<string, RuleSettings>> = {
  "rds-storage-encrypted": { level: "advisory" },
  "k8s-image-digest": { level: "mandatory" },
  "pss-baseline-privileged": { level: "disabled" },
  "iam-no-wildcard-actions": { level: "mandatory", undecided: "fail" },
};
/** What no schema declares: the CLI lets it through, and the pack must not. */
const UNDECLARED = { "kms-key-rotation-enabled": { config: { rotationPeriod: 90 } } };

let plan: Plan;
let workspaces: Record<Flavour, Workspace>;
const reports = {} as Record<Flavour, { plain: Report; configured: Report; unknown: Report; up: Report }>;

beforeAll(async () => {
  const config = { config: CONFIG, configSecrets: SECRETS };
  plan = await recordProgram({ programDir: FOLDER, stack: STACK, mode: "preview", ...config });
  workspaces = {
    echo: new Workspace("echo", { project: "insecure" }),
    bridge: new Workspace("bridge", { project: "insecure" }),
  };
  const engines = Object.entries(workspaces).map(async ([flavour, workspace]) => {
    const preview = { ...REQUEST, operation: "preview", policyPack: PACK } as const;
    const plain = await workspace.run(preview);
    const policyPackConfig = packConfig(workspace, { ...SETTINGS, ...UNDECLARED });
    const configured = await workspace.run({ ...preview, policyPackConfig });
    workspace.faults({ unknown: [{ urn: "::vpc", output: "cidrBlock" }] });
    const unknown = await workspace.run(preview);
    workspace.faults({});
    const up = await workspace.run({ ...REQUEST, operation: "up" });
    reports[flavour as Flavour] = { plain, configured, unknown, up };
  });
  await Promise.all(engines);
});

afterAll(() => {
  for (const workspace of Object.values(workspaces)) workspace.remove();
});

describe.each(["echo", "bridge"] as const)("an insecure program with the %s providers", (flavour) => {
  it("is judged by the pack as offline", () => {
    const { plain } = reports[flavour];
    const offline = spokenOffline(plan);
    expect(lines(spokenByPack(plain.events))).toEqual(lines(offline.spoken));
    expect(plain.succeeded).toBe(false);
    // The program is worth the comparison: it breaks many rules of every area, and leaves others open.
    const broken = new Set(offline.spoken.filter(({ verdict }) => verdict === "fail").map(({ rule }) => rule));
    expect(broken.size).toBeGreaterThan(50);
    for (const area of ["kms", "sg", "iam", "rds", "elasticache", "eks", "s3", "k8s", "pss", "vpc", "stack"])
      expect([...broken]).toContainEqual(expect.stringMatching(`^${area}-`));
    expect(offline.spoken.filter(({ verdict }) => verdict === "undecided").length).toBeGreaterThan(10);
  });

  it("is judged by --policy-pack-config as by the same settings offline", () => {
    const ofUndeclared = new Set(Object.keys(UNDECLARED));
    const pack = spokenByPack(reports[flavour].configured.events).filter(({ rule }) => !ofUndeclared.has(rule));
    const offline = spokenOffline(plan, SETTINGS).spoken.filter(({ rule }) => !ofUndeclared.has(rule));
    expect(lines(pack)).toEqual(lines(offline));
    const levels = (rule: string): string[] =>
      [
        ...new Set(pack.filter((one) => one.rule === rule).map(({ level, verdict }) => `${level} ${verdict}`)),
      ].toSorted();
    expect(levels("rds-storage-encrypted")).toEqual(["advisory fail"]);
    expect(levels("k8s-image-digest")).toEqual(["mandatory fail"]);
    expect(levels("pss-baseline-privileged")).toEqual([]);
    expect(levels("iam-no-wildcard-actions")).toEqual(["mandatory fail", "mandatory undecided"]);
  });

  it("is refused for a setting that the rule does not declare", () => {
    const { events, succeeded } = reports[flavour].configured;
    const [finding, ...others] = spokenByPack(events).filter(({ rule }) => rule === "kms-key-rotation-enabled");
    expect(succeeded).toBe(false);
    expect(others).toEqual([]);
    expect(finding?.level).toBe("mandatory");
    expect(finding?.message).toMatch(/^the pack's config for this rule is not valid: .*"rotationPeriod"/);
  });

  it("leaves what needs secretness undecided in the pack, and says where to look", () => {
    const spoken = reports[flavour].plain.events.flatMap(({ policyEvent }) =>
      policyEvent !== undefined && needsSecretness.has(policyEvent.policyName) ? [policyEvent] : [],
    );
    expect(spoken.map(({ resourceUrn }) => resourceUrn?.split("::").slice(2).join(" "))).toEqual(
      expect.arrayContaining(["aws:secretsmanager/secretVersion:SecretVersion secret"]),
    );
    for (const { message, enforcementLevel } of spoken) {
      expect(enforcementLevel).toBe("advisory");
      expect(message).toContain("this engine cannot tell which values are secret; `rampart preview` can");
    }
  });

  it("does not pass for a value that a provider withholds", () => {
    const { plain, unknown } = reports[flavour];
    const of = (report: Report): string[] =>
      spokenByPack(report.events)
        .filter(({ urn, rule }) => urn.endsWith("::database-from-network") && rule === "sg-no-public-ssh")
        .map(({ verdict }) => verdict);
    expect(of(plain)).toEqual([]);
    expect(of(unknown)).toEqual(["undecided"]);
  });

  it("leaves no secret in plain text, not even where the program leaks it", () => {
    const { plain, configured, unknown, up } = reports[flavour];
    expect(complaintOf(up)).toBeUndefined();
    const { found, searched } = findLeaks(workspaces[flavour], [plain, configured, unknown, up]);
    expect(found).toEqual([]);
    expect(searched).toBeGreaterThan(100);
  });
});
