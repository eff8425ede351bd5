import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { environmentOf, everyEnvironment, systems } from "../../../stacks/environments/index.ts";
import { loadSettings } from "../../../stacks/load.ts";
import type { Settings } from "../../../stacks/settings.ts";
import { isPlain, valueAt } from "../../../stacks/settings/_schema.ts";
import { TODAY } from "../_settings.ts";

/** Pointers of the leaves in which two settings differ. Lists count as one leaf. */
function differing(one: unknown, other: unknown, pointer = ""): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isPlain(one) || !isPlain(other)) return [pointer];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
    differing(one[key], other[key], `${pointer}/${key}`),
  );
}

/** What staging must have as production has it, without the part of names that tells them apart. */
function protecting(settings: Settings): string[] {
  return [
    ["keys"],
    ["edge", "headers", "csp"],
    ["edge", "headers", "hsts", "maxAgeSeconds"],
    ["edge", "waf"],
    ["egress"],
    ["limits"],
    ["tokens"],
    ["caches", "users"],
    ["database", "deletionProtection"],
    ["database", "roles"],
    ["documentStore", "deletionProtection"],
    ["documentStore", "users"],
    ["network", "interfaceEndpoints"],
    ["secrets"],
  ].map((path) => (JSON.stringify(valueAt(settings, path)) ?? "").replaceAll("staging.", ""));
}

describe("environments", () => {
  test("has production and staging of each system", () => {
    expect(everyEnvironment()).toEqual([
      { system: "mahaseel", environment: "prod" },
      { system: "mahaseel", environment: "staging" },
      { system: "drive-alive", environment: "prod" },
      { system: "drive-alive", environment: "staging" },
      { system: "mluv-me", environment: "prod" },
      { system: "mluv-me", environment: "staging" },
      { system: "lugn-trygg", environment: "prod" },
      { system: "lugn-trygg", environment: "staging" },
      { system: "flask-app", environment: "prod" },
      { system: "flask-app", environment: "staging" },
    ]);
  });

  test.each(everyEnvironment())("$system $environment is valid and says its own name", (at) => {
    const { settings } = loadSettings({ ...at, today: TODAY });
    expect({ system: settings.system, environment: settings.environment }).toEqual(at);
  });

  test.each(systems())("%s staging differs from production in what it declares and nothing else", (system) => {
    const load = (environment: string) => loadSettings({ system, environment, today: TODAY });
    const declared = load("staging").differences.map(({ path }) => path);
    const differences = differing(load("prod").written, load("staging").written);
    expect(differences.toSorted()).toEqual(declared.toSorted());
  });

  test.each(systems())("%s staging never saves on what protects", (system) => {
    const load = (environment: string) => loadSettings({ system, environment, today: TODAY }).settings;
    expect(protecting(load("staging"))).toEqual(protecting(load("prod")));
  });

  test.each(["prod", "staging"])("the %s stack's configuration agrees with the settings", (stack) => {
    const file = parse(readFileSync(`stacks/Pulumi.${stack}.yaml`, "utf8")) as {
      secretsprovider: string;
      config: Record<string, unknown>;
    };
    const { config } = file;
    const { settings } = loadSettings({
      system: String(config["rampart:system"]),
      environment: String(config["rampart:environment"]),
      tier: String(config["rampart:tier"]),
      region: String(config["aws:region"]),
      today: TODAY,
    });
    expect(config["aws:allowedAccountIds"]).toEqual([settings.accountId]);
    const provider = new URL(file.secretsprovider);
    expect(provider.protocol).toBe("awskms:");
    expect(Object.fromEntries(provider.searchParams)).toEqual({
      region: settings.region,
      context_system: settings.system,
      context_environment: settings.environment,
    });
  });

  test("derives staging from production", () => {
    for (const system of systems()) {
      expect(environmentOf(system, "staging").parent).toBe(environmentOf(system, "prod"));
    }
  });
});
