import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEntry } from "../../../engine/record/entry.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "rampart-entry-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

test("a file is the entry, an ES module when its package says so", () => {
  write({ "package.json": { type: "module" }, "app.ts": "" });
  expect(findEntry(folder, "app.ts")).toEqual({ file: join(folder, "app.ts"), isModule: true });
});

test("`exports` wins over `main`, and both over an index file", () => {
  write({
    "package.json": { main: "main.js", exports: { ".": { default: "./exported.js" } } },
    "main.js": "",
    "exported.js": "",
    "index.js": "",
  });
  expect(findEntry(folder, ".")?.file).toBe(join(folder, "exported.js"));
  write({ "package.json": { main: "main.js" } });
  expect(findEntry(folder, ".")?.file).toBe(join(folder, "main.js"));
  write({ "package.json": {} });
  expect(findEntry(folder, ".")).toEqual({ file: join(folder, "index.js"), isModule: false });
});

test("a `main` that is not there falls back to the index file", () => {
  write({ "package.json": { main: "dist/missing.js" }, "index.mts": "" });
  expect(findEntry(folder, ".")?.file).toBe(join(folder, "index.mts"));
});

test("the package of a folder above counts", () => {
  write({ "package.json": { type: "module" }, "infra/index.ts": "" });
  expect(findEntry(join(folder, "infra"), ".")).toEqual({ file: join(folder, "infra", "index.ts"), isModule: true });
});

test("a folder without any is no entry", () => {
  write({ "package.json": {} });
  expect(findEntry(folder, ".")).toBeUndefined();
});
