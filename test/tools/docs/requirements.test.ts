import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requirementsPages } from "../../../tools/docs/requirements.ts";

test("docs/requirements.md is what the rows say", () => {
  for (const [file, text] of requirementsPages()) expect(readFileSync(file, "utf8")).toBe(text);
});
