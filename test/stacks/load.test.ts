import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { environmentOf } from "../../stacks/environments/index.ts";
import { configuredOverrides, loadEnvironment, loadSettings, merge } from "../../stacks/load.ts";
import type { SettingsInput } from "../../stacks/settings.ts";
import { TODAY, block, message, refusal } from "./_settings.ts";

function configWith(text: string | undefined): pulumi.Config {
  pulumi.runtime.setAllConfig(text === undefined ? {} : { "rampart:settings": text });
  return new pulumi.Config("rampart");
}

describe("loadSettings", () => {
  test("fills domains into hosts, origins, policies, variables and builds, and keeps what was written", () => {
    const { settings, written } = loadSettings({ system: "mahaseel", environment: "staging", today: TODAY });
    const name = "staging.mahaseel.example.com";
    expect(settings.workloads["api"]).toMatchObject({ hosts: [`api.${name}`] });
    expect(settings.site?.hosts).toEqual([name, `www.${name}`]);
    expect(settings.media?.host).toBe(`media.${name}`);
    expect(settings.edge.cors.origins).toEqual([`https://${name}`, `https://www.${name}`]);
    expect(settings.edge.headers.csp.directives["connect-src"]).toEqual([
      "'self'",
      `https://api.${name}`,
      `wss://api.${name}`,
      `https://media.${name}`,
    ]);
    expect(settings.clientBuild).toEqual({ API_BASE_URL: `https://api.${name}/api/v1` });
    expect(written.workloads["api"]).toMatchObject({ hosts: ["api.{main}"] });
    expect(JSON.stringify(settings)).not.toContain("{main}");
  });

  test("merges the stack's configuration over the environment before it validates", () => {
    const overrides = {
      database: { instanceClass: "db.r7g.xlarge" },
      site: null,
      edge: { waf: { blockedCountries: ["KP"] } },
    };
    const { settings } = loadSettings({ system: "mahaseel", environment: "prod", today: TODAY, overrides });
    expect(settings.database?.instanceClass).toBe("db.r7g.xlarge");
    expect(settings.database?.multiAz).toBe(true);
    expect(settings.site).toBeUndefined();
    expect(settings.edge.waf.blockedCountries).toEqual(["KP"]);
  });

  test("names the declared difference that a wrong value comes from", () => {
    const overrides = { tier: "prod" };
    expect(refusal(overrides, { environment: "staging" })).toContain(
      [
        "database.multiAz leaves the database in one zone",
        "  given:   false",
        "  allowed: true in prod",
        "  from:    a difference declared in stacks/environments/staging.ts",
      ].join("\n"),
    );
  });

  test("refuses a configuration that is no object", () => {
    expect(refusal([1, 2])).toBe(
      [
        "The settings cannot be merged: 1 error. Nothing was registered.",
        "",
        block(
          "rampart:settings has the wrong type",
          "a list of 2 items",
          "an object with settings to merge over the environment's",
        ),
      ].join("\n"),
    );
  });

  test("says of an encrypted configuration that it cannot be read offline, and what to do", () => {
    const standIn = `simulated-51a7ed${"0f".repeat(13)}`;
    expect(configuredOverrides(configWith(standIn))).toBe(standIn);
    expect(configuredOverrides(configWith('{"owner":"me"}'))).toEqual({ owner: "me" });
    expect(configuredOverrides(configWith(undefined))).toBeUndefined();
    expect(refusal(standIn)).toBe(
      [
        "The settings cannot be merged: 1 error. Nothing was registered.",
        "",
        block(
          "rampart:settings is encrypted and cannot be read offline",
          "a `secure:` value",
          "the settings in plain text, as they hold no secrets; for one recording, --config 'rampart:settings={…}'",
        ),
      ].join("\n"),
    );
  });

  test("refuses a system and an environment that do not exist, and names the nearest", () => {
    const cannot = "The settings cannot be found: 1 error. Nothing was registered.";
    expect(refusal(undefined, { system: "mahasel" })).toBe(
      [
        cannot,
        "",
        "rampart:system names no system",
        '  given:   "mahasel"',
        "  allowed: one of mahaseel, drive-alive, mluv-me, lugn-trygg, flask-app",
        '  nearest: "mahaseel"',
        "  from:    the stack's configuration",
      ].join("\n"),
    );
    expect(refusal(undefined, { environment: "live" })).toBe(
      [
        cannot,
        "",
        "rampart:environment names no environment of mahaseel",
        '  given:   "live"',
        "  allowed: one of prod, staging",
        "  from:    the stack's configuration",
      ].join("\n"),
    );
  });

  test("refuses a tier or region that the stack's configuration contradicts", () => {
    expect(refusal(undefined, { tier: "nonprod", region: "eu-west-1" })).toBe(
      message(
        block(
          'tier is "prod", but rampart:tier says otherwise',
          '"nonprod"',
          "the same in both places",
          undefined,
          "rampart:tier in the stack's configuration",
        ),
        block(
          'region is "eu-central-1", but aws:region says otherwise',
          '"eu-west-1"',
          "the same in both places",
          undefined,
          "aws:region in the stack's configuration",
        ),
      ),
    );
  });

  test("refuses an account that another environment uses, unless a reason is given", () => {
    const moved = {
      accountId: "444455556666",
      cluster: {
        access: {
          deployerRoleArns: ["arn:aws:iam::444455556666:role/rampart-deployer"],
          adminRoleArns: [],
          operatorRoleArns: [],
          readOnlyRoleArns: [],
          breakGlassRoleArn: null,
        },
      },
    };
    expect(refusal(moved)).toBe(
      message(
        block(
          "accountId is the account of mahaseel staging too",
          '"444455556666"',
          'an account of its own, or sharedAccount: { reason: "…" } in both environments',
        ),
      ),
    );
    expect(refusal({ ...moved, sharedAccount: { reason: "One account until the second is approved" } })).toBe(
      "no error",
    );
  });
});

describe("merge", () => {
  test("merges objects deep, replaces lists and scalars, and takes away what is null", () => {
    const base = { a: { b: 1, c: [1, 2], d: { e: true } }, f: "x" };
    expect(merge(base, { a: { c: [3], d: { g: 2 }, b: null }, h: {} })).toEqual({
      a: { c: [3], d: { e: true, g: 2 } },
      f: "x",
      h: {},
    });
    expect(base).toEqual({ a: { b: 1, c: [1, 2], d: { e: true } }, f: "x" });
  });

  test("refuses the zone of another environment, as it is written", () => {
    const prod = environmentOf("mahaseel", "prod");
    const written = merge(prod.input(), { domains: { main: { hostedZoneId: "Z0EXAMPLE0DRIVEALIVE" } } });
    const request = { system: "mahaseel", environment: "prod", today: TODAY };
    expect(() => loadEnvironment({ ...prod, input: () => written as SettingsInput }, request)).toThrow(
      message(
        block(
          "domains.main.hostedZoneId is a zone of drive-alive prod too",
          '"Z0EXAMPLE0DRIVEALIVE"',
          "a zone of its own, such as one for a name below, to which the other delegates",
          undefined,
          prod.source,
        ),
      ),
    );
  });

  test("lets a comparison record an environment with the zones of another", () => {
    expect(refusal({ domains: { main: { hostedZoneId: "Z0EXAMPLE0DRIVEALIVE" } } })).toBe("no error");
  });
});
