import { describe, expect, test } from "vitest";
import { compareStateful, unreleasedOf } from "../../../tools/stateful/compare.ts";
import { type Entry, readEntries, writeEntries } from "../../../tools/stateful/entries.ts";

const DATABASE = "rampart:data:Database$aws:rds/instance:Instance::database-instance";
const KEY = "aws:kms/key:Key::key";

function entry(urn: string, fixed: Entry["fixed"] = {}, more: Partial<Entry> = {}): Entry {
  return { system: "shop", environment: "prod", urn, fixed, ...more };
}

const BEFORE = [entry(DATABASE, { identifier: "shop-prod", kmsKeyId: "* of keys/keys-data" }), entry(KEY)];

function messages(now: readonly Entry[], unreleased = "", accepted: readonly string[] = []): string[] {
  const { faults } = compareStateful(BEFORE, now, { unreleased, accepted: new Set(accepted) });
  return faults.map(({ message }) => message);
}

describe("what became of stateful resources", () => {
  test("is nothing where only more came", () => {
    expect(messages([...BEFORE, entry("aws:s3/bucket:Bucket::new")])).toEqual([]);
  });

  test("is a loss where one is gone, with the likely successor", () => {
    const renamed = DATABASE.replace("database-instance", "database-primary");
    const [fault, ...rest] = messages([entry(renamed), entry(KEY)]);
    expect(rest).toEqual([]);
    expect(fault).toContain(`shop prod: ${DATABASE} is gone`);
    expect(fault).toContain('if it is database-primary now, give that `aliases: [{ name: "database-instance" }]`');
    expect(fault).toContain("missing: --accept database-instance, if that is meant; and a line");
  });

  test("is a loss where a name or key changes for which AWS makes another", () => {
    const [fault] = messages([entry(DATABASE, { identifier: "shop-prod-2" }), entry(KEY)]);
    expect(fault).toContain('identifier "shop-prod" → "shop-prod-2", kmsKeyId "* of keys/keys-data" → (nothing)');
  });

  test("needs both a line of the changelog and to be accepted", () => {
    const lost = [entry(KEY)];
    const line = "- The database is gone (`database-instance`).";
    expect(messages(lost, "- Renamed database-instance-2.")).toHaveLength(1);
    expect(messages(lost, "- Something about the database.", ["database-instance"])[0]).toMatch(
      /missing: a line under "Unreleased" in CHANGELOG.md that names database-instance$/,
    );
    expect(messages(lost, line)[0]).toMatch(/missing: --accept database-instance, if that is meant$/);
    expect(messages(lost, line, ["key"])).toHaveLength(1);
    expect(messages(lost, line, ["database-instance"])).toEqual([]);
  });

  test("tells of what was accepted and is not lost", () => {
    const accepted = new Set(["database-instance", "elsewhere"]);
    expect(compareStateful(BEFORE, [entry(KEY)], { unreleased: "", accepted }).unused).toEqual(["elsewhere"]);
  });

  test("is a move where an alias leads from the old name, and the changelog tells", () => {
    const renamed = DATABASE.replace("database-instance", "database-primary");
    const now = [entry(renamed, BEFORE[0]?.fixed, { aliases: [DATABASE] }), entry(KEY)];
    expect(messages(now)[0]).toMatch(
      /moves to .*database-primary by its alias\n {4}missing: a line under "Unreleased"/,
    );
    const { faults, moved } = compareStateful(BEFORE, now, {
      unreleased: "- `database-instance` is called database-primary.",
      accepted: new Set(),
    });
    expect(faults).toEqual([]);
    expect(moved).toHaveLength(1);
  });

  test("is a loss in spite of an alias where what AWS fixed changes with it", () => {
    const renamed = DATABASE.replace("database-instance", "database-primary");
    const now = [entry(renamed, { identifier: "shop-prod-2" }, { aliases: [DATABASE] }), entry(KEY)];
    expect(messages(now, "- database-instance moves.")[0]).toContain("--accept database-instance");
  });

  test("is judged in each environment, but for those that are gone", () => {
    const staging = BEFORE.map((one) => ({ ...one, environment: "staging" }));
    const permission = { unreleased: "", accepted: new Set<string>() };
    expect(compareStateful([...BEFORE, ...staging], BEFORE, permission).faults).toEqual([]);
    const half = [...BEFORE, ...staging.slice(1)];
    expect(compareStateful([...BEFORE, ...staging], half, permission).faults[0]?.message).toMatch(/^shop staging: /);
  });
});

describe("the recording on disk", () => {
  test("reads what it writes, and names a line that is none", () => {
    expect(readEntries(writeEntries(BEFORE))).toEqual(BEFORE);
    expect(() => readEntries('{"urn": "a"}\n<<<<<<<\n')).toThrow("line 1 is no resource");
    const [line = ""] = writeEntries(BEFORE).split("\n");
    expect(() => readEntries(`${line}\n<<<<<<<\n`)).toThrow("line 2 is no resource");
  });

  test("is allowed by what stands under Unreleased alone", () => {
    expect(unreleasedOf("# Changelog\n\n## Unreleased\n\n- one\n\n## 1.0.0\n\n- two\n").trim()).toBe("- one");
    expect(unreleasedOf("# Changelog\n")).toBe("");
  });
});
