import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { reportAges } from "./_age.ts";
import { cacheUser } from "./_cache-user.ts";
import { describeError, forgetSecrets, log } from "./_log.ts";
import { postgresRole } from "./_postgres-role.ts";
import { type SecretVersions, secretVersions } from "./_secret-versions.ts";
import { type Configuration, type Target, readConfiguration } from "./_targets.ts";
import { type Rotator, parseRotationEvent, rotate } from "./rotation.ts";

/** Each attempt is bounded and repeated with back-off by the SDK; together they stay well within the function's time. */
const clientOptions = { maxAttempts: 4, requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 } };

/**
 * The Lambda function. Secrets Manager calls it once for each step of a rotation; a daily schedule calls it
 * with `{"task":"report-ages"}` to report how old the hand-made secrets are.
 */
export async function handler(event: unknown): Promise<void> {
  try {
    const configuration = readConfiguration(process.env);
    const versions = secretVersions(new SecretsManagerClient(clientOptions));
    if (isAgeReport(event)) return await reportAges(configuration.manual, versions);
    await runStep(event, configuration, versions);
  } catch (error) {
    // Lambda logs and returns what is thrown, with its causes: only the struck text may leave.
    const message = describeError(error);
    log("error", "failed", { error: message });
    // oxlint-disable-next-line eslint/preserve-caught-error -- the cause holds what was struck out
    throw new Error(message);
  } finally {
    forgetSecrets();
  }
}

async function runStep(raw: unknown, configuration: Configuration, versions: SecretVersions): Promise<void> {
  const event = parseRotationEvent(raw);
  const target = configuration.targets.get(event.secretArn);
  if (target === undefined) throw new Error("The secret is not one that this function rotates.");
  const about = { step: event.step, secret: event.secretArn, token: event.token };
  log("info", "started", about);
  await rotate(event, versions, rotatorFor(target, configuration, versions));
  log("info", "done", about);
}

function rotatorFor(target: Target, configuration: Configuration, versions: SecretVersions): Rotator {
  if (target.kind === "cache") {
    const endpoint = configuration.caches[target.store];
    if (endpoint === undefined)
      throw new Error(`ROTATION_CACHES has no store "${target.store}"; deploy the function again.`);
    return cacheUser(target, { client: new ElastiCacheClient(clientOptions), endpoint });
  }
  const { database, databaseCaFile: caFile } = configuration;
  if (database === undefined) throw new Error("ROTATION_DATABASE is not set, but a database role is to be rotated.");
  return postgresRole(target, { database, caFile, master: () => versions.current(database.masterSecretArn) });
}

function isAgeReport(event: unknown): boolean {
  return typeof event === "object" && event !== null && "task" in event && event.task === "report-ages";
}
