import { describe, expect, test } from "vitest";
import { CASES, type Fired } from "./_cases.ts";
import { ALERTS, GROUPS, RULES, RUNBOOKS } from "./_platform.ts";
import { tool } from "./_tools.ts";

describe("promtool", () => {
  test("accepts the rules, and counts all of them", () => {
    const said = tool("promtool", ["check", "rules", "rules.yaml"], { "rules.yaml": RULES });
    expect(said.text).toContain(`SUCCESS: ${GROUPS.flatMap(({ rules }) => rules).length} rules found`);
    expect(said.status).toBe(0);
  });

  test("would refuse a rule that is wrong", () => {
    const broken = RULES.replace("max by (database) (", "max by (database) ((");
    expect(tool("promtool", ["check", "rules", "rules.yaml"], { "rules.yaml": broken }).status).not.toBe(0);
  });
});

describe("alerts", () => {
  test("each have a case in which they fire, and one of their name in which they do not", () => {
    const seen = (alert: string, severity: string, fired: boolean) =>
      CASES.some((it) => it.alert === alert && it.fires.some((one) => one.severity === severity) === fired);
    const untested = ALERTS.filter(
      ({ alert, severity }) => !seen(alert, severity, true) || !seen(alert, severity, false),
    );
    expect(untested).toEqual([]);
  });

  test.each(CASES)("$alert when $when", ({ alert, series, at, fires }) => {
    const said = tool("promtool", ["test", "rules", "test.yaml"], {
      "rules.yaml": RULES,
      "test.yaml": JSON.stringify({
        rule_files: ["rules.yaml"],
        evaluation_interval: "1m",
        tests: [
          {
            interval: "1m",
            input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
            alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: fires.map(expected) }],
          },
        ],
      }),
    });
    expect(said.text).toContain("SUCCESS");
    expect(said.status).toBe(0);
  });
});

function expected({ labels = {}, severity, component, summary, runbook }: Fired) {
  return {
    exp_labels: { severity, component, ...labels },
    exp_annotations: { summary, runbook_url: `${RUNBOOKS}/${runbook}.md` },
  };
}
