import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
