import { describe, expect, test } from "vitest";
import type { ArrayLiteralExpression, ObjectLiteralExpression } from "typescript";
import { differencesIn } from "../../../stacks/source/differences.ts";
import { SourceEdits } from "../../../stacks/source/edits.ts";
import { SourceFiles } from "../../../stacks/source/files.ts";
import { Computed, type Place, Tracer } from "../../../stacks/source/trace.ts";

const MAIN = "a/main.ts";

/** A program of a few files, what `value` in its main file stands for, and the edits of it. */
async function program(main: string, others: Readonly<Record<string, string>> = {}) {
  const texts: Readonly<Record<string, string>> = { [MAIN]: main, ...others };
  const files = await SourceFiles.open((file) => texts[file]);
  const tracer = new Tracer(files, (fn) => fn.name?.getText() === "derive");
  const file = files.file(MAIN);
  if (file === undefined) throw new Error("no main file");
  const edits = new SourceEdits(files);
  return {
    files,
    tracer,
    edits,
    root: () => tracer.exported(file, "value"),
    at: (...path: string[]): Place => {
      const place = tracer.at(tracer.exported(file, "value"), path);
      if (place === undefined) throw new Error(`nothing at ${path.join(".")}`);
      return place;
    },
    text: () => edits.texts().map(({ file: name, text }) => [name, text]),
  };
}

describe("a value is found where it is written", () => {
  const PLACE = `export const IMAGE = "one";
export function placed(place: P) {
  const { image, ...rest } = place.images;
  return { ...rest, main: { image, size: place.size ?? 1 }, fixed: { version: "1.36" } } as const satisfies S;
}
`;
  const USE = `import { placed as put } from "../b/place.ts";
export const value = {
  own: (put({ images: { image: "two", other: 'three' }, size: 4 })) as const,
  "quoted": [{ a: 1 }, { a: -2 }],
};
`;
  test.each([
    [["own", "main", "image"], "two", "2"],
    [["own", "other"], "three", "3"],
    [["own", "fixed", "version"], "1.36", "1.37"],
    [["quoted", "1", "a"], -2, 7],
  ])("%s", async (path, before, after) => {
    const { at, edits, text } = await program(USE, { "b/place.ts": PLACE });
    edits.replace(at(...path), before, after);
    const quote = path[1] === "other" ? "'" : '"';
    const [from, to] = [before, after].map((one) => (typeof one === "string" ? quote + one + quote : String(one)));
    const [[file, changed] = []] = text();
    const original = file === MAIN ? USE : PLACE;
    expect(changed).toBe(original.replace(from as string, to as string));
    expect(changed).not.toBe(original);
  });

  test("what is certainly not written is told apart from what code makes", async () => {
    const { tracer, root, edits } = await program(
      "export const value = { a: { b: 1 }, ...(flag ? { c: 2 } : {}), d: { e: f() } };\nconst f = () => 3 + 4;\n",
    );
    expect(() => tracer.at(root(), ["missing"])).toThrow(Computed);
    expect(tracer.at(root(), ["d", "missing"])).toBeUndefined();
    const sum = tracer.at(root(), ["d", "e"]);
    expect(() => edits.replace(sum as Place, 7, 8)).toThrow("is worked out here");
    const error = (() => {
      try {
        tracer.at(root(), ["c"]);
      } catch (thrown) {
        return thrown as Computed;
      }
      return undefined;
    })();
    expect(error?.where).toBe("a/main.ts:1");
  });

  test.each([
    ["a loop", "export const value = [1, 2].map((n) => n);\n", ["0"]],
    ["something that may change", "let a = 1;\nexport const value = { a };\n", ["a"]],
    ["a function that does more", "export const value = f();\nfunction f() { work(); return { a: 1 }; }\n", ["a"]],
    ["another package", 'import { x } from "x";\nexport const value = { a: x };\n', ["a"]],
    ["a name that is worked out", "export const value = { [k]: 1 };\n", ["a"]],
    ["itself", "export const value = f();\nfunction f() { return f(); }\n", ["a"]],
  ])("%s is computed", async (_, text, path) => {
    const { at } = await program(text);
    expect(() => at(...path)).toThrow(Computed);
  });

  test("a literal that is not the value in effect is left alone", async () => {
    const { at, edits } = await program('export const value = { a: "one" };\n');
    expect(() => edits.replace(at("a"), "other", "two")).toThrow(Computed);
  });
});

describe("an edit leaves the rest as it is", () => {
  test("the end of a template", async () => {
    const source = 'const R = "r";\nexport const value = { image: `${R}/a@sha256:11`, // here\n};\n';
    const { at, edits, text } = await program(source);
    edits.replace(at("image"), "r/a@sha256:11", "r/a@sha256:`22");
    expect(text()).toEqual([[MAIN, source.replace("11", "\\`22")]]);
    const other = await program(source);
    expect(() => other.edits.replace(other.at("image"), "r/a@sha256:11", "s/a@sha256:22")).toThrow(Computed);
  });

  test("one place that would have to be two things", async () => {
    const { at, edits } = await program('const I = "1";\nexport const value = { a: I, b: I };\n');
    edits.replace(at("a"), "1", "2");
    edits.replace(at("b"), "1", "2");
    expect(() => edits.replace(at("b"), "1", "3")).toThrow("two things at once");
  });

  test.each([
    ["{}", '{ k: { a: 1, b: "x" } }'],
    ["{ z: 1 }", '{ z: 1, k: { a: 1, b: "x" } }'],
    ["{\n  z: 1, // why\n  // end\n}", '{\n  z: 1, // why\n  k: { a: 1, b: "x" },\n  // end\n}'],
    ["{\n  z: 1\n}", '{\n  z: 1,\n  k: { a: 1, b: "x" },\n}'],
  ])("properties added to %j", async (object, expected) => {
    const { root, edits, text } = await program(`export const value = ${object};\n`);
    const node = root().node as ObjectLiteralExpression;
    edits.addProperty(node, ["k", "a"], 1);
    edits.addProperty(node, ["k", "b"], "x");
    expect(text()).toEqual([[MAIN, `export const value = ${expected};\n`]]);
  });

  test.each([
    ["[\n  a(1),\n  // about b\n  b(2), // more\n  c(3),\n]", [1], "[\n  a(1),\n  c(3),\n]"],
    ["[\n  a(1), // one\n  b(2),\n]", [1], "[\n  a(1), // one\n]"],
    ["[\n  // all of them\n\n  // first\n  a(1),\n  b(2)\n]", [0], "[\n  // all of them\n  b(2)\n]"],
    ["[\n  a(1),\n  b(2)\n]", [0, 1], "[\n]"],
    ["[a(1), b(2), c(3)]", [0, 2], "[b(2)]"],
    ["[a(1)]", [0], "[]"],
  ])("items taken out of %j", async (list, removed, expected) => {
    const { root, edits, text } = await program(`export const value = ${list};\n`);
    const { elements } = root().node as ArrayLiteralExpression;
    for (const index of removed) edits.remove(elements[index] as (typeof elements)[number]);
    expect(text()).toEqual([[MAIN, `export const value = ${expected};\n`]]);
  });

  test("a call at the end of a list, on as many lines as it needs", async () => {
    const { root, edits, text } = await program("export const value = [\n    a(1),\n];\n");
    const list = root().node as ArrayLiteralExpression;
    edits.append(list, { callee: "d.add", args: ["(s) => s.a", "1", '"short"'] });
    edits.append(list, { callee: "d.add", args: ["(s) => s.b", "2", JSON.stringify("long".repeat(30))] });
    edits.append(list, { callee: "d.add", args: ["(s) => s.a", "1", '"short"'] });
    expect(text()[0]?.[1]).toBe(
      `export const value = [\n    a(1),\n    d.add((s) => s.a, 1, "short"),\n    d.add(\n      (s) => s.b,\n      2,\n      "${"long".repeat(30)}",\n    ),\n];\n`,
    );
  });
});

describe("declared differences", () => {
  test("are found through helpers and spreads, and what code makes is named", async () => {
    const { files, tracer, root } = await program(`export const value = derive("f", parent, (d) => [
  d.differ((s) => s.a["b-c"][0]!.d, 1, "reason"),
  ...more(d),
  single(d),
  ...(flag ? [d.remove((s) => s.x, "reason")] : []),
]);
function derive() {}
function more(e) { return [e.add((s) => s.e, 2, "reason")]; }
function single(d) { return d.remove((s) => s.f, "reason"); }
`);
    const { found, own, computed } = differencesIn(files, tracer, root());
    expect(found.map(({ change, path }) => `${change} ${path}`)).toEqual(["differ /a/b-c/0/d", "add /e", "remove /f"]);
    expect(own?.declare).toBe("d");
    expect(computed.map(({ where }) => where)).toContain("a/main.ts:5");
  });
});
