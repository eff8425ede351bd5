import type * as pulumi from "@pulumi/pulumi";
import { checkLogRetention } from "./_log-retention.ts";
import type { RotationArgs } from "./_rotation-args.ts";

/**
 * Lambda allows 4 KB of environment, and with names of usual length an entry takes about 120 bytes of it. What long names
 * add is counted once the ARNs are known.
 */
const MOST_SECRETS = 28;

/** Rejects what AWS would reject, and what could never rotate, before anything is registered. */
export function checkRotation(where: string, args: RotationArgs, opts: pulumi.ComponentResourceOptions = {}): void {
  const fail = (problem: string): never => {
    throw new Error(`${where}: ${problem}`);
  };
  const { prefix, database, caches = {}, manualSecrets = {}, rotationPeriodDays = 90, concurrency = 5 } = args;
  if (opts.dependsOn !== undefined) {
    // Pulumi does not hand a component's dependsOn to its children, so it would silently order nothing.
    fail("dependsOn is set in the resource options; use the argument rotateAfter, which the first rotation waits for.");
  }
  if (!/^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/.test(prefix) || prefix.length > 40) {
    fail(`prefix is "${prefix}"; use 2 to 40 lower-case letters, digits and single hyphens, starting with a letter.`);
  }
  checkLogRetention(where, "logRetentionDays", args.logRetentionDays);
  const roles = Object.keys(database?.roles ?? {});
  const secrets = roles.length + Object.keys(caches).length + Object.keys(manualSecrets).length;
  if (secrets === 0) {
    fail("there is no secret to look after; name database.roles, caches or manualSecrets, or leave the component out.");
  }
  if (secrets > MOST_SECRETS) {
    fail(`it names ${secrets} secrets, and one function looks after ${MOST_SECRETS} at most; make a second Rotation.`);
  }
  for (const role of roles) {
    // Postgres allows 63 bytes, of which "_a" and "_b" take two.
    if (!/^[a-z][a-z0-9_]{0,60}$/.test(role)) {
      fail(
        `database.roles has "${role}"; use up to 61 lower-case letters, digits and underscores, starting with a letter.`,
      );
    }
  }
  if (!Number.isInteger(rotationPeriodDays) || rotationPeriodDays < 1 || rotationPeriodDays > 365) {
    fail(`rotationPeriodDays is ${rotationPeriodDays}; use 1 to 365.`);
  }
  if (concurrency !== "unreserved" && (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100)) {
    fail(`concurrency is ${concurrency}; use 1 to 100, or "unreserved".`);
  }
  for (const [name, { maxAgeDays }] of Object.entries(manualSecrets)) {
    if (!Number.isInteger(maxAgeDays) || maxAgeDays < 1 || maxAgeDays > 3650) {
      fail(`manualSecrets.${name}.maxAgeDays is ${maxAgeDays}; use 1 to 3650.`);
    }
  }
  const { awsApi } = args;
  if (awsApi.kind === "endpoints" && awsApi.services !== undefined) {
    const { services } = awsApi;
    const needed = ["secretsmanager", ...(Object.keys(caches).length > 0 ? ["elasticache"] : [])];
    const missing = needed.filter((service) => !services.includes(service));
    if (missing.length > 0) {
      fail(
        `the network has no interface endpoint for ${missing.join(" and ")}; add it, or use awsApi: { kind: "nat" }.`,
      );
    }
  }
  if (args.subnetIds.length < 2) {
    fail(
      `subnetIds lists ${args.subnetIds.length} subnet; give two or more in different zones, or one zone's failure stops rotation.`,
    );
  }
}
