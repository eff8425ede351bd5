import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changeFiles } from "../../cli/file-changes.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rampart-changes-"));
  writeFileSync(join(folder, "kept.ts"), "before");
  writeFileSync(join(folder, "old.ts"), "old");
});
afterEach(() => rmSync(folder, { recursive: true }));

const NEW = { file: "new.ts", text: "new" };
const CHANGED = { file: "kept.ts", text: "after" };
const DELETED = { file: "old.ts" };

test("changes are made together", () => {
  changeFiles(folder, [NEW, CHANGED, DELETED, { file: "deep/er.ts", text: "deep" }]);
  expect(readdirSync(folder).toSorted()).toEqual(["deep", "kept.ts", "new.ts"]);
  expect(readFileSync(join(folder, "kept.ts"), "utf8")).toBe("after");
});

test.each<[string, { file: string; text?: string }]>([
  ["what is to be deleted is not there", { file: "missing.ts" }],
  ["a folder stands where a file should", { file: "folder", text: "text" }],
])("nothing changes where %s", (_, impossible) => {
  mkdirSync(join(folder, "folder"));
  writeFileSync(join(folder, "folder/file"), "");
  expect(() => changeFiles(folder, [NEW, CHANGED, DELETED, impossible])).toThrow(/^nothing was changed: /);
  expect(readdirSync(folder).toSorted()).toEqual(["folder", "kept.ts", "old.ts"]);
  expect(readFileSync(join(folder, "kept.ts"), "utf8")).toBe("before");
  expect(readFileSync(join(folder, "old.ts"), "utf8")).toBe("old");
});

test("a folder that was made for a file is taken back with it", () => {
  const changes = [{ file: "deep/er/new.ts", text: "new" }, { file: "missing.ts" }];
  expect(() => changeFiles(folder, changes)).toThrow(/^nothing was changed: /);
  expect(readdirSync(folder).toSorted()).toEqual(["kept.ts", "old.ts"]);
});

test("a link stays a link, and a file keeps its mode", () => {
  chmodSync(join(folder, "kept.ts"), 0o750);
  symlinkSync(join(folder, "kept.ts"), join(folder, "link.ts"));
  changeFiles(folder, [{ file: "link.ts", text: "after", before: "before" }]);
  expect(lstatSync(join(folder, "link.ts")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "kept.ts"), "utf8")).toBe("after");
  expect(statSync(join(folder, "kept.ts")).mode & 0o777).toBe(0o750);
});

test.each([
  ["was changed meanwhile", { file: "old.ts", text: "new", before: "older" }],
  ["is gone", { file: "missing.ts", text: "new", before: "old" }],
])("nothing changes where a file %s", (reason, outdated) => {
  expect(() => changeFiles(folder, [{ ...CHANGED, before: "before" }, outdated])).toThrow(
    `nothing was changed: ${join(folder, outdated.file)} ${reason}; run the command again`,
  );
  expect(readFileSync(join(folder, "kept.ts"), "utf8")).toBe("before");
  expect(readdirSync(folder).toSorted()).toEqual(["kept.ts", "old.ts"]);
});
