import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../engine/plan.ts";
import { recordProgram } from "../../engine/record/index.ts";
import runs from "../../rampart.runs.ts";
import { systems } from "../../stacks/environments/index.ts";
import { loadSettings } from "../../stacks/load.ts";
import type { Settings } from "../../stacks/settings.ts";
import { REQUIREMENTS, markOf } from "../../stacks/systems/_requirements.ts";
import { AREAS, type Answer } from "../../stacks/systems/_requirements-types.ts";
import { TODAY } from "./_settings.ts";

/** The value at a path such as `a.b[0]["c.d"]`; a text in brackets names a key, or an item by its `name` or `header`. */
function valueAt(root: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)];
  return steps.reduce<any>((at, [, key, index, name]) => {
    if (index !== undefined) return at?.[Number(index)];
    if (key === undefined) return at?.[name as string];
    return Array.isArray(at) ? at.find((item) => item.name === key || item.header === key) : at?.[key];
  }, root);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

interface Evidence {
  readonly plan: Plan;
  readonly settings: Settings;
}

/** Why the answer does not hold; undefined when it does. */
function objection(answer: Answer, { plan, settings }: Evidence): string | undefined {
  switch (answer.by) {
    case "resource": {
      const { type, name, property } = answer;
      const found = plan.resources.find((it) => it.type === type && it.name === name);
      if (found === undefined) return `no ${type} "${name}"`;
      const value = valueAt(found.inputs, property);
      if (value === undefined || value === null) return `${name} has no ${property}`;
      if ("is" in answer && !isDeepStrictEqual(value, answer.is)) return `${name}: ${property} is ${asText(value)}`;
      if (answer.has !== undefined && !asText(value).includes(answer.has))
        return `${name}: ${property} lacks ${answer.has}, it is ${asText(value)}`;
      return undefined;
    }
    case "setting": {
      const value = valueAt(settings, answer.path);
      return isDeepStrictEqual(value, answer.is) ? undefined : `setting ${answer.path} is ${asText(value)}`;
    }
    case "application":
      return settings.application.some(({ item }) => item.startsWith(answer.item))
        ? undefined
        : `no item of the application begins with "${answer.item}"`;
    case "runbook":
      return existsSync(`docs/runbooks/${answer.name}.md`) ? undefined : `no runbook ${answer.name}`;
    case "file":
      if (!existsSync(answer.file)) return `no file ${answer.file}`;
      return readFileSync(answer.file, "utf8").includes(answer.has) ? undefined : `${answer.file} lacks ${answer.has}`;
    case "planned":
    case "command":
      return undefined;
  }
}

/** Recorded as `rampart preview --all` does. */
async function recorded(system: string): Promise<Plan> {
  const run = runs.find(({ name }) => name === `${system}/prod`);
  if (run === undefined) throw new Error(`rampart.runs.ts has no production of ${system}`);
  return recordProgram({ programDir: ".", stack: run.stack, config: run.config });
}

describe("requirements", () => {
  test("are written for every system", () => {
    expect(REQUIREMENTS.map(({ system }) => system)).toEqual(systems());
  });

  describe.each(REQUIREMENTS.map((one) => [one.system, one.requirements] as const))("of %s", (system, requirements) => {
    let evidence: Evidence;
    beforeAll(async () => {
      const { settings } = loadSettings({ system, environment: "prod", today: TODAY });
      evidence = { settings, plan: await recorded(system) };
    });

    test("answer each area that the documents ask for or imply", () => {
      const answered = new Set(requirements.map(({ area }) => area));
      expect(AREAS.filter((area) => markOf(area, system) !== "absent" && !answered.has(area))).toEqual([]);
    });

    test("hold in the recorded plan, the settings and the documentation", () => {
      const objections = requirements.flatMap(({ asks, met }) =>
        met.flatMap((answer) => {
          const problem = objection(answer, evidence);
          return problem === undefined ? [] : [`${asks}: ${problem}`];
        }),
      );
      expect(objections).toEqual([]);
    });

    test("leave nothing that the application has to do unnamed", () => {
      const named = requirements.flatMap(({ met }) => met.flatMap((it) => (it.by === "application" ? [it.item] : [])));
      const unnamed = evidence.settings.application.filter(
        ({ item }) => !named.some((start) => item.startsWith(start)),
      );
      expect(unnamed.map(({ item }) => item)).toEqual([]);
    });
  });

  test("notice an answer that does not hold", () => {
    const plan = {
      resources: [{ type: "t", name: "n", inputs: { list: [{ name: "x", value: 1 }] } }],
    } as unknown as Plan;
    const settings = { application: [] } as unknown as Settings;
    const judge = (answer: Answer) => objection(answer, { plan, settings });
    const at = { by: "resource", type: "t", name: "n" } as const;
    expect(judge({ ...at, property: 'list["x"].value', is: 1 })).toBeUndefined();
    expect(judge({ ...at, property: 'list["x"].value', is: 2 })).toBe('n: list["x"].value is 1');
    expect(judge({ ...at, property: 'list["y"].value' })).toBe('n has no list["y"].value');
    expect(judge({ ...at, property: "list", has: "z" })).toContain("n: list lacks z");
    expect(judge({ ...at, name: "m", property: "list" })).toBe('no t "m"');
    expect(judge({ by: "application", item: "Anything" })).toContain("no item of the application");
    expect(judge({ by: "runbook", name: "nothing" })).toBe("no runbook nothing");
  });
});
