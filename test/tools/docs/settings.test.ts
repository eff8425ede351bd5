import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { settingsSchema } from "../../../stacks/settings.ts";
import { DEFAULT_ENDPOINTS } from "../../../stacks/settings/network.ts";
import { referenceRows } from "../../../stacks/settings/_reference.ts";
import { settingsReference } from "../../../tools/docs/settings.ts";

const rows = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => referenceRows(schema, name));

function row(path: string) {
  return rows.find((candidate) => candidate.path === path);
}

describe("the settings reference", () => {
  test("is what the schema says", () => {
    expect(readFileSync("docs/settings.md", "utf8")).toBe(settingsReference());
  });

  test("describes every setting and says what it allows", () => {
    const named = rows.filter(({ path }) => !path.endsWith("<name>"));
    expect(named.filter(({ description }) => description === "").map(({ path }) => path)).toEqual([]);
    expect(rows.filter(({ allowed }) => allowed === "").map(({ path }) => path)).toEqual([]);
  });

  test("gives no bare text or number without its bounds", () => {
    const bare = rows.filter(({ allowed }) => allowed === "a number" || allowed === "a list of: text");
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  test("tells bounds, defaults and whether a setting is required", () => {
    expect(row("database.backupRetentionDays")).toEqual({
      path: "database.backupRetentionDays",
      required: false,
      allowed: "a whole number of days, 1 to 35",
      default: "35",
      description: "How far back point-in-time recovery reaches.",
    });
    expect(row("accountId")).toMatchObject({ required: true, default: undefined });
    expect(row("media")).toMatchObject({ required: false, default: undefined });
    expect(row("network.interfaceEndpoints")?.default).toBe(JSON.stringify(DEFAULT_ENDPOINTS));
  });
});
