import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AssetReader } from "../../../engine/record/assets.ts";
import { Asset, UNKNOWN } from "../../../policies/value.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rampart-assets-"));
  mkdirSync(join(folder, "program", "site", "deep"), { recursive: true });
  writeFileSync(join(folder, "program", "site", "index.html"), "<p>");
  writeFileSync(join(folder, "program", "site", "deep", "a.txt"), "a");
});
afterAll(() => rmSync(folder, { recursive: true }));

function reader(): AssetReader {
  return new AssetReader(folder, join(folder, "program"));
}

function hashOfSite(): string {
  return (reader().read({ path: "site" }, "archive") as Asset).sha256;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

test("a file is known by its content and its path from the program's folder", () => {
  expect(reader().read({ path: "./site/index.html" }, "asset")).toEqual(
    new Asset("asset", sha256("<p>"), "program/site/index.html"),
  );
});

test("a text is known by its content alone", () => {
  expect(reader().read({ text: "hello" }, "asset")).toEqual(new Asset("asset", sha256("hello")));
});

test("a folder changes its hash with any name or content in it", () => {
  const before = hashOfSite();
  expect(hashOfSite()).toBe(before);
  writeFileSync(join(folder, "program", "site", "deep", "a.txt"), "b");
  const changed = hashOfSite();
  expect(changed).not.toBe(before);
  writeFileSync(join(folder, "program", "site", "empty"), "");
  expect(hashOfSite()).not.toBe(changed);
});

test("a map of assets does not depend on the order of its members", () => {
  const one = { a: { text: "1" }, b: { path: "site/index.html" } };
  const other = { b: { path: "site/index.html" }, a: { text: "1" } };
  expect(reader().read({ assets: one }, "archive")).toEqual(reader().read({ assets: other }, "archive"));
  expect(reader().read({ assets: { ...one, a: { text: "2" } } }, "archive")).not.toEqual(
    reader().read({ assets: one }, "archive"),
  );
});

test("what is elsewhere is unknown, alone or in a map", () => {
  expect(reader().read({ uri: "https://example.com/a.zip" }, "archive")).toBe(UNKNOWN);
  expect(reader().read({ assets: { a: { uri: "https://example.com/a" } } }, "archive")).toBe(UNKNOWN);
});

test("a missing file is an error that names it", () => {
  expect(() => reader().read({ path: "build/app.zip" }, "archive")).toThrow(
    'the asset "program/build/app.zip" does not exist; create it (a build step?) or correct the path',
  );
});
