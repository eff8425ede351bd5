import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { withCopy } from "../../cli/promotion/copy.ts";

const scratch = mkdtempSync(join(tmpdir(), "rampart-files-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

describe("a copy to try edits on", () => {
  test("has the edits, links its dependencies, leaves the program alone, and is gone afterwards", async () => {
    const folder = folderWith("program", { "a.ts": "1", "b.ts": "2" });
    mkdirSync(join(folder, "node_modules"));
    mkdirSync(join(folder, ".git"));
    symlinkSync(join(folder, "nowhere"), join(folder, "broken"));
    const seen = await withCopy(folder, [{ file: "a.ts", text: "one" }], (copy) => {
      const texts = ["a.ts", "b.ts"].map((file) => readFileSync(join(copy, file), "utf8"));
      return Promise.resolve({ copy, texts, names: readdirSync(copy).toSorted() });
    });
    expect(seen).toMatchObject({ texts: ["one", "2"], names: ["a.ts", "b.ts", "node_modules"] });
    expect(existsSync(seen.copy)).toBe(false);
    expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("1");
  });

  test("never reaches the program through a link", async () => {
    const folder = folderWith("linked", { "a.ts": "1" });
    const outside = folderWith("outside", { "b.ts": "2" });
    symlinkSync(outside, join(folder, "shared"));
    const edits = [{ file: "shared/b.ts", text: "two" }];
    await expect(withCopy(folder, edits, () => Promise.resolve())).rejects.toThrow("lies in a folder that is a link");
    expect(readFileSync(join(outside, "b.ts"), "utf8")).toBe("2");
  });
});
