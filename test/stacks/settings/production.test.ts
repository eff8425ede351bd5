import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Production", () => {
  test("wants a standby in a second zone", () => {
    expect(refusal({ database: { multiAz: false } })).toBe(
      message(block("database.multiAz leaves the database in one zone", "false", "true in prod")),
    );
  });

  test("wants deletion protection", () => {
    expect(refusal({ database: { deletionProtection: false } })).toBe(
      message(block("database.deletionProtection lets the database be deleted", "false", "true in prod")),
    );
  });

  test("wants two weeks of point-in-time recovery", () => {
    expect(refusal({ database: { backupRetentionDays: 7 } })).toBe(
      message(block("database.backupRetentionDays is too short for prod", "7", "14 to 35 days in prod")),
    );
  });

  test("wants backups in a second region", () => {
    expect(refusal({ database: { backupReplication: null } })).toBe(
      message(
        block(
          "database.backupReplication is missing",
          "nothing",
          "{ region: … } in prod: a lost region must not take the backups along",
        ),
      ),
    );
  });

  test("refuses copies in the home region", () => {
    expect(
      refusal({ backup: { copyRegion: "eu-central-1" }, database: { backupReplication: { region: "eu-central-1" } } }),
    ).toBe(
      message(
        block("backup.copyRegion is the home region", '"eu-central-1"', "another region than eu-central-1"),
        block(
          "database.backupReplication.region is the home region",
          '"eu-central-1"',
          "another region than eu-central-1",
        ),
      ),
    );
  });

  test("refuses copies in a region without a key for them", () => {
    expect(refusal({ database: { backupReplication: { region: "eu-north-1" } } })).toBe(
      message(
        block(
          "database.backupReplication.region has no key for the copies",
          '"eu-north-1"',
          "backup.copyRegion, eu-west-1",
        ),
      ),
    );
  });

  test("wants a way out in every zone", () => {
    expect(refusal({ network: { natGateways: "single" } })).toBe(
      message(block("network.natGateways makes every zone depend on one", '"single"', '"per-zone" in prod')),
    );
  });

  test("refuses nodes that vanish", () => {
    expect(refusal({ cluster: { nodes: { capacityType: "spot" } } })).toBe(
      message(
        block("cluster.nodes.capacityType lets nodes vanish at two minutes' notice", '"spot"', '"on-demand" in prod'),
      ),
    );
  });

  test("wants a copy region for copies", () => {
    expect(refusal({ backup: { copyRegion: null } })).toBe(
      message(
        block("backup.copyRegion is missing", "nothing", "a second region in prod"),
        block(
          "backup.classes.database.copyRetentionDays needs a region for the copies",
          "35",
          "set backup.copyRegion, or leave it out",
          undefined,
          "stacks/environments/prod.ts",
        ),
        block(
          "backup.classes.media.copyRetentionDays needs a region for the copies",
          "35",
          "set backup.copyRegion, or leave it out",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses retention below the vault's lock", () => {
    expect(refusal({ backup: { lock: { minRetentionDays: 60 } } })).toBe(
      message(
        block(
          "backup.classes.database.retentionDays is shorter than the vault's lock admits",
          "35",
          "at least backup.lock.minRetentionDays, 60",
          undefined,
          "stacks/environments/prod.ts",
        ),
        block(
          "backup.classes.database.copyRetentionDays is shorter than the vault's lock admits",
          "35",
          "at least backup.lock.minRetentionDays, 60",
          undefined,
          "stacks/environments/prod.ts",
        ),
        block(
          "backup.classes.media.retentionDays is shorter than the vault's lock admits",
          "35",
          "at least backup.lock.minRetentionDays, 60",
          undefined,
          "stacks/environments/prod.ts",
        ),
        block(
          "backup.classes.media.copyRetentionDays is shorter than the vault's lock admits",
          "35",
          "at least backup.lock.minRetentionDays, 60",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("wants cooling-off days before a lock is for ever", () => {
    expect(refusal({ backup: { lock: { mode: "compliance" } } })).toBe(
      message(
        block(
          "backup.lock.changeableForDays is missing",
          "nothing",
          "3 days or more: after them nobody can undo a compliance lock",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses a lock that would outlive a test environment", () => {
    expect(
      refusal({ backup: { lock: { mode: "compliance", changeableForDays: 3 } } }, { environment: "staging" }),
    ).toContain(
      [
        "backup.lock.mode outlives the environment",
        '  given:   "compliance"',
        '  allowed: "governance" outside prod: after its cooling-off days nobody can delete what a compliance lock holds',
      ].join("\n"),
    );
  });

  test("refuses cooling-off days that would make a lock permanent", () => {
    expect(refusal({ backup: { lock: { changeableForDays: 3 } } })).toBe(
      message(
        block(
          "backup.lock.changeableForDays would make the lock permanent",
          "3",
          'leave it out, or use mode "compliance"',
        ),
      ),
    );
  });
});
