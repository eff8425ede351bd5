import { describe, expect, test } from "vitest";
import { insertEntry, insertImport } from "../../../stacks/creation/source-edit.ts";
import { removeEntry, removeUnusedImport } from "../../../stacks/creation/source-removal.ts";

const SHAPES: readonly [string, string][] = [
  ["one line", "const all = { a: 1, b: 2 };\n"],
  ["several lines", "const all = {\n  a: 1,\n  b: 2,\n} as const;\n"],
  ["no comma at the end", "const all = {\n  a: 1,\n  b: 2\n};\n"],
  ["comments", "const all = {\n  // first\n  a: 1, // why a\n  b: 2, // why b\n};\n"],
  ["a list inside", 'const all = {\n  a: f([\n    "x",\n  ]),\n} satisfies Shape;\n'],
  ["nothing", "const all = {};\n"],
];

describe("taking an entry out", () => {
  test.each(SHAPES)("undoes putting it in: %s", async (_, before) => {
    const after = await insertEntry(before, "all", [], "new-one", "g({ a: 1 })");
    expect(after).not.toBe(before);
    expect((await removeEntry(after, "all", [], "new-one"))?.text).toBe(before);
  });

  test.each<[string, string, string]>([
    ["a", "const all = {\n  // about a\n  a: 1, // why a\n  b: 2,\n};\n", "const all = {\n  b: 2,\n};\n"],
    [
      "b",
      "const all = {\n  a: 1, // why a\n  // about b\n  b: 2, // why b\n  c: 3,\n};\n",
      "const all = {\n  a: 1, // why a\n  c: 3,\n};\n",
    ],
    ["b", "const all = { a: 1, b: 2, c: 3 };\n", "const all = { a: 1, c: 3 };\n"],
    ["a", "const all = { a: 1, b: 2 };\n", "const all = { b: 2 };\n"],
    ["a", "const all = { a: 1 };\n", "const all = {};\n"],
  ])("takes %s along with what is said of it, from %j", async (key, before, after) => {
    expect((await removeEntry(before, "all", [], key))?.text).toBe(after);
  });

  test("counts what is left, and finds nothing where nothing is", async () => {
    expect(await removeEntry("const all = { a: { b: 1, c: 2 } };", "all", ["a"], "b")).toEqual({
      text: "const all = { a: { c: 2 } };",
      left: 1,
    });
    expect(await removeEntry("const all = { a: 1 };", "all", [], "b")).toBeUndefined();
    expect(await removeEntry("const all = f();", "all", [], "b")).toBeUndefined();
  });
});

describe("taking an import out", () => {
  test("undoes putting it in, once nothing uses it", async () => {
    const before = 'import { a } from "./a.ts";\nimport { b } from "./b.ts";\n\nconst all = [a, b];\n';
    const after = await insertImport(before, "qa", "./qa.ts");
    expect(await removeUnusedImport(after, "qa")).toBe(before);
    expect(await removeUnusedImport(after, "a")).toBe(after);
  });

  test("is not misled by keys and members of the same name", async () => {
    const text = 'import { a } from "./a.ts";\nimport { qa } from "./qa.ts";\nconst all = { qa: a.qa };\n';
    expect(await removeUnusedImport(text, "qa")).toBe('import { a } from "./a.ts";\nconst all = { qa: a.qa };\n');
    const used = `${text}export const again = { qa };\n`;
    expect(await removeUnusedImport(used, "qa")).toBe(used);
  });
});
