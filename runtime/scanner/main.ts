import { statSync } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { serveMetrics } from "./_exposition.ts";
import { describeError, log } from "./_log.ts";
import { exposition } from "./_metrics.ts";
import { Objects } from "./_objects.ts";
import { Queue } from "./_queue.ts";
import { type ScannerSettings, readSettings } from "./_settings.ts";
import { Worker } from "./worker.ts";

/** A loop turns every twenty seconds when idle, and work at hand beats twice a minute. */
const ALIVE_WITHIN_MILLISECONDS = 120_000;

/** The SDK repeats what failed for the moment, with growing pauses; each attempt is bounded. */
function clientOptions({ region, endpoint }: ScannerSettings) {
  return {
    region,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  };
}

async function work(settings: ScannerSettings): Promise<void> {
  const options = clientOptions(settings);
  const worker = new Worker({
    settings,
    objects: new Objects(new S3Client(options), settings.servingBucket),
    queue: new Queue(new SQSClient(options), settings.queueUrl),
  });
  process.once("SIGTERM", () => worker.stop());
  process.once("SIGINT", () => worker.stop());
  const server = settings.metricsPort === undefined ? undefined : await serveMetrics(exposition, settings.metricsPort);
  await worker.run();
  server?.closeAllConnections();
}

/** For the liveness probe: whether the worker's loops still turn. */
function isAlive({ heartbeatFile }: ScannerSettings): boolean {
  return Date.now() - statSync(heartbeatFile).mtimeMs < ALIVE_WITHIN_MILLISECONDS;
}

try {
  const settings = readSettings(process.env);
  if (process.argv.includes("--live")) process.exitCode = isAlive(settings) ? 0 : 1;
  else await work(settings);
} catch (error) {
  log("error", "ended", { error: describeError(error) });
  process.exitCode = 1;
}
