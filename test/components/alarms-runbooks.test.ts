import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ALARM_RUNBOOKS } from "../../components/_alarm-table.ts";
import { SECURITY_RUNBOOKS } from "../../components/_security-events.ts";
import { ALERT_RUNBOOKS } from "../../components/_metrics-rules.ts";
import { ruleGroups } from "../../components/metrics.ts";
import { environmentsOf, systems } from "../../stacks/environments/index.ts";
import { loadSettings } from "../../stacks/load.ts";

const FOLDER = fileURLToPath(new URL("../../docs/runbooks/", import.meta.url));
const SECTIONS = ["What it means", "First look", "Fix", "Escalate"];

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".md") && file !== "README.md")
  .map((file) => file.replace(/\.md$/, ""));
const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.md`), "utf8");

describe("runbooks", () => {
  test("exist for every alarm and alert", () => {
    expect(names).toEqual(expect.arrayContaining([...ALARM_RUNBOOKS, ...SECURITY_RUNBOOKS, ...ALERT_RUNBOOKS]));
  });

  test("of alerts name each alert that links them", () => {
    const rules = ruleGroups({
      targets: [
        { name: "pooler", port: 9127, what: { kind: "pooler" } },
        { name: "scan-worker", port: 9464, what: { kind: "scanner", signatureMaxAgeHours: 48 } },
        {
          name: "api",
          port: 9090,
          what: { kind: "workload", requests: { histogram: "requests_seconds", statusLabel: "status" } },
        },
      ],
      thresholds: { poolWaitSeconds: 2, poolUsePercent: 80 },
      objectives: { availabilityPercent: 99.9, latencyMilliseconds: 500 },
    }).flatMap((group) => group.rules);
    const alerts = rules.flatMap((rule) => ("alert" in rule ? [rule] : []));
    expect(new Set(alerts.map(({ runbook }) => runbook))).toEqual(new Set(ALERT_RUNBOOKS));
    expect(alerts.filter(({ alert, runbook }) => !textOf(runbook).includes(`\`${alert}\``))).toEqual([]);
  });

  test.each(systems().flatMap((system) => environmentsOf(system).map((environment) => [system, environment] as const)))(
    "exist for every secret that people rotate in %s %s",
    (system, environment) => {
      const { settings } = loadSettings({ system, environment, today: "2026-11-20" });
      const needed = Object.values(settings.secrets.entries).flatMap((entry) =>
        "rotation" in entry ? [entry.rotation.runbook] : [],
      );
      expect(needed.length).toBeGreaterThan(0);
      expect(names).toEqual(expect.arrayContaining(needed));
    },
  );

  test("are all in the list", () => {
    const listed = [...textOf("README").matchAll(/\]\(([a-z-]+)\.md\)/g)].map((match) => match[1]);
    expect(new Set(listed)).toEqual(new Set(names));
    expect(listed).toHaveLength(names.length);
  });

  test.each(names)("%s has the four parts in order", (name) => {
    const text = textOf(name);
    expect(text).toMatch(/^# \S/);
    expect([...text.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(SECTIONS);
  });

  test.each(names)("%s links what exists", (name) => {
    for (const [, target] of textOf(name).matchAll(/\]\(([^)]+)\)/g)) {
      expect(names.map((it) => `${it}.md`)).toContain(target);
    }
  });

  test.each(names)("%s calls known tools, in a named region", (name) => {
    const blocks = [...textOf(name).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
    const commands = blocks.flatMap((block) => block.split("\n").map((it) => it.trim())).filter(Boolean);
    expect(commands.filter((it) => !/^(aws|kubectl) /.test(it))).toEqual([]);
    // Cost Explorer has one endpoint.
    expect(
      commands.filter((it) => /^aws (?!ce )/.test(it) && !/--region (\$(COPY_)?REGION|us-east-1)\b/.test(it)),
    ).toEqual([]);
  });
});
