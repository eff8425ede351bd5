import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rules } from "../../../policies/rules/index.ts";
import { FILE, KNOWN_FAILURES, knownFailurePages } from "../../../tools/docs/known-failures/index.ts";
import type { Guard, Proof } from "../../../tools/docs/known-failures/_entry.ts";
import { settingsPages } from "../../../tools/docs/settings.ts";

const files = new Map<string, string>();
/** Text of a file of the repository; undefined if there is none. */
function textOf(file: string): string | undefined {
  if (!files.has(file) && existsSync(file)) files.set(file, readFileSync(file, "utf8"));
  return files.get(file);
}

const ids = new Set(rules.map(({ id }) => id));
// A setting of one kind of a section is written with the kind behind the section.
const settings = [...settingsPages().values()].join("\n").replaceAll(/ \([^)`]*\)(?=[.`])/g, "");

/** What is wrong with a guard; undefined when it is there. */
function missingGuard(guard: Guard): string | undefined {
  switch (guard.by) {
    case "code": {
      const text = textOf(guard.file);
      if (text === undefined) return `no file ${guard.file}`;
      return text.includes(guard.text) ? undefined : `${guard.file} lacks ${guard.text}`;
    }
    case "rule":
      return ids.has(guard.id) ? undefined : `no rule ${guard.id}`;
    case "setting":
      return settings.includes(`**\`${guard.path}\`**`) ? undefined : `no setting ${guard.path}`;
    case "runbook":
      return existsSync(`docs/runbooks/${guard.name}.md`) ? undefined : `no runbook ${guard.name}`;
  }
}

function missingProof({ file, title }: Proof): string | undefined {
  const text = textOf(file);
  if (text === undefined) return `no file ${file}`;
  // A title may stand in a text of either kind of quotes.
  return [title, title.replaceAll('"', '\\"')].some((it) => text.includes(it)) ? undefined : `${file} lacks ${title}`;
}

describe("known failures", () => {
  test(`${FILE} is what the entries say`, () => {
    for (const [file, text] of knownFailurePages()) expect(readFileSync(file, "utf8")).toBe(text);
  });

  const entries = KNOWN_FAILURES.flatMap(({ failures }) => failures);

  test("are told once, each in a sentence", () => {
    const sentences = entries.map(({ failure }) => failure);
    expect(new Set(sentences).size).toBe(sentences.length);
    expect(sentences.filter((it) => !/^[A-Za-z].{30,}[^.]\.$/.test(it))).toEqual([]);
  });

  test.each(entries.map(({ failure, ...entry }) => [failure, entry] as const))(
    "are guarded and tested: %s",
    (_, { guards, tests }) => {
      expect(guards.length).toBeGreaterThan(0);
      expect(tests.length).toBeGreaterThan(0);
      expect([...guards.map(missingGuard), ...tests.map(missingProof)].filter((it) => it !== undefined)).toEqual([]);
    },
  );

  test("that name what is not there are found", () => {
    expect(missingGuard({ by: "code", file: "components/cdn.ts", text: "class Nothing" })).toContain("lacks");
    expect(missingGuard({ by: "code", file: "components/nothing.ts", text: "" })).toContain("no file");
    expect(missingGuard({ by: "rule", id: "nothing" })).toBe("no rule nothing");
    expect(missingGuard({ by: "setting", path: "pooler.nothing" })).toBe("no setting pooler.nothing");
    expect(missingGuard({ by: "runbook", name: "nothing" })).toBe("no runbook nothing");
    expect(missingProof({ file: FILE, title: "nothing is called so" })).toContain("lacks");
  });
});
