import { describe, expect, test } from "vitest";
import { loadSettings } from "../../../stacks/load.ts";
import { refuseShippedExamples, shippedExamples } from "../../../stacks/settings/examples.ts";
import { STACKS, ownSettings } from "../../integration/engine/_platform.ts";
import { TODAY } from "../_settings.ts";

const load = (overrides?: unknown) =>
  loadSettings({ system: "drive-alive", environment: "prod", today: TODAY, overrides }).settings;

const digest = (start: string) => `registry.drivealive.co.za/api@sha256:${start.padEnd(64, "0123456789abcdef")}`;
const role = (name: string) => `arn:aws:iam::310293847566:role/${name}`;

const REAL = {
  accountId: "310293847566",
  domains: { main: { hostedZoneId: "Z04719283HQ2X7KJ3M1PL" } },
  cluster: {
    access: {
      deployerRoleArns: [role("rampart-deployer")],
      adminRoleArns: [],
      operatorRoleArns: [],
      readOnlyRoleArns: [],
      breakGlassRoleArn: null,
    },
  },
  database: { bootstrapImage: digest("a1") },
  pooler: { image: digest("b2"), exporterImage: digest("c3") },
  operatorSessions: {
    psql: { image: digest("e5") },
    valkey: { image: digest("e5") },
  },
  workloads: {
    api: { image: digest("d4") },
    migrate: { image: digest("d4") },
    "encrypt-smtp-passwords": { image: digest("d4") },
  },
  alarms: { receivers: { emails: ["on-call@drivealive.co.za"] } },
};

describe("shippedExamples", () => {
  test("lists documentation accounts, zones and addresses, and digests of one digit", () => {
    expect(shippedExamples(load())).toEqual([
      "accountId",
      "domains.main.hostedZoneId",
      "cluster.access.deployerRoleArns[0]",
      "cluster.access.adminRoleArns[0]",
      "cluster.access.operatorRoleArns[0]",
      "cluster.access.readOnlyRoleArns[0]",
      "cluster.access.breakGlassRoleArn",
      "database.bootstrapImage",
      "pooler.image",
      "pooler.exporterImage",
      "operatorSessions.psql.image",
      "operatorSessions.valkey.image",
      "workloads.api.image",
      "workloads.migrate.image",
      "workloads.encrypt-smtp-passwords.image",
      "alarms.receivers.emails[0]",
    ]);
  });

  test("lists an example domain once and not the hosts below it", () => {
    const { settings } = loadSettings({ system: "mahaseel", environment: "prod", today: TODAY });
    const listed = shippedExamples(settings);
    expect(listed).toContain("domains.main.name");
    expect(listed).toContain("egress.sms.domains[0]");
    expect(listed.filter((path) => /hosts|origins|csp/.test(path))).toEqual([]);
  });

  test("lists nothing once every value is real", () => {
    expect(shippedExamples(load(REAL))).toEqual([]);
    expect(() => refuseShippedExamples(load(REAL))).not.toThrow();
  });

  test.each(STACKS)("lists nothing of the settings with which the tests of the engine deploy %s", (environment) => {
    const overrides = ownSettings(environment);
    expect(
      shippedExamples(loadSettings({ system: "mahaseel", environment, today: TODAY, overrides }).settings),
    ).toEqual([]);
  });
});

describe("refuseShippedExamples", () => {
  test("says what to do, in one block for each key", () => {
    const left = {
      ...REAL,
      alarms: { receivers: { emails: ["on-call@example.org"] } },
      pooler: { ...REAL.pooler, image: `registry.drivealive.co.za/pgbouncer@sha256:${"6".repeat(64)}` },
    };
    let message = "";
    try {
      refuseShippedExamples(load(left));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe(
      [
        "The settings of drive-alive prod still hold shipped examples: 2 errors. Nothing was registered.",
        "",
        "pooler.image is still the shipped example",
        `  given:   "registry.drivealive.co.za/pgbouncer@sha256:${"6".repeat(64)}"`,
        "  allowed: the real value of this environment",
        "  from:    the settings of drive-alive prod",
        "",
        "alarms.receivers.emails[0] is still the shipped example",
        '  given:   "on-call@example.org"',
        "  allowed: the real value of this environment",
        "  from:    the settings of drive-alive prod",
      ].join("\n"),
    );
  });
});
