import { type PathKey, formatPath } from "../../policies/pointer.ts";
import { type SettingsIssue, SettingsError } from "../settings-errors.ts";
import type { Settings } from "../settings.ts";
import { display } from "./_redact.ts";
import { belongsTo } from "./_templates.ts";

/** Account ids that the AWS documentation uses; no deployment can own one. */
const EXAMPLE_ACCOUNTS: ReadonlySet<string> = new Set([
  "123456789012",
  "111122223333",
  "444455556666",
  "777788889999",
  "999988887777",
]);

/** Names that RFC 2606 and RFC 6761 keep for documentation. */
const EXAMPLE_DOMAIN = /(^|[.@/])(example\.(com|net|org)|[a-z0-9-]+\.example)$/i;

/** A digest of one repeated digit, which no image has. */
const EXAMPLE_DIGEST = /sha256:([0-9a-f])\1{63}$/;

/** Zone ids with the word in them. */
const EXAMPLE_ZONE = /^Z[A-Z0-9]*EXAMPLE[A-Z0-9]*$/;

/**
 * Key paths of values that are still the shipped examples: documentation accounts, zones and domains, and
 * digests that are one digit repeated. Offline they serve; a real deployment would fail late or touch somebody
 * else's names.
 */
export function shippedExamples(settings: Settings): string[] {
  return examplePaths(settings).map(formatPath);
}

/**
 * Refuses settings that still hold shipped examples. Called where a real engine runs the program.
 *
 * @throws SettingsError naming each key.
 */
export function refuseShippedExamples(settings: Settings): void {
  const paths = examplePaths(settings);
  if (paths.length === 0) return;
  throw new SettingsError(
    `The settings of ${settings.system} ${settings.environment} still hold shipped examples`,
    paths.map(([...path]): SettingsIssue => {
      const value = path.reduce<unknown>((at, key) => (at as Record<PathKey, unknown>)[key], settings);
      return {
        path,
        problem: "is still the shipped example",
        given: display(value, path),
        allowed: "the real value of this environment",
        from: `the settings of ${settings.system} ${settings.environment}`,
      };
    }),
  );
}

function examplePaths(settings: Settings): PathKey[][] {
  const paths: PathKey[][] = [];
  // What the platform says about the application is prose, not a value of the environment.
  const { application: _prose, ...values } = settings;
  walk(values, [], (path, text) => {
    if (isExample(text) && !followsFromDomain(settings, path, text)) paths.push(path);
  });
  return paths;
}

/** A host or origin below one of the domains is right as soon as the domain is: it is no value of its own. */
function followsFromDomain({ domains }: Settings, path: readonly PathKey[], text: string): boolean {
  const host = text.replace(/^[a-z]+:\/\//, "").replace(/[:/].*$/s, "");
  return path[0] !== "domains" && !text.includes("@") && belongsTo(host, domains);
}

function walk(value: unknown, path: PathKey[], visit: (path: PathKey[], text: string) => void): void {
  if (typeof value === "string") visit(path, value);
  else if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...path, index], visit));
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) walk(item, [...path, key], visit);
  }
}

function isExample(text: string): boolean {
  const account =
    /^(?:arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:)?(\d{12})(?::|$)/.exec(text)?.[1] ??
    /^(\d{12})\.dkr\.ecr\./.exec(text)?.[1];
  return (
    (account !== undefined && (EXAMPLE_ACCOUNTS.has(account) || /^(\d)\1{11}$/.test(account))) ||
    EXAMPLE_DOMAIN.test(text) ||
    EXAMPLE_DIGEST.test(text) ||
    EXAMPLE_ZONE.test(text)
  );
}
