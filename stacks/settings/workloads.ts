import * as z from "zod";
import {
  cidr,
  cpu,
  cronSchedule,
  environmentVariable,
  host,
  image,
  memory,
  mountPath,
  percent,
  referenceName,
  slug,
  text,
  urlPath,
  whole,
} from "./_fields.ts";
import { FACTS } from "./_facts.ts";

const resources = z
  .strictObject({
    cpuRequest: cpu.describe("CPU the pod is promised."),
    cpuLimit: cpu.describe("CPU at which it is throttled; at least the request."),
    memory: memory.describe("Memory, request and limit at once."),
    ephemeralStorage: memory.default("128Mi").describe("Disk for logs and scratch files."),
  })
  .describe("What each pod may use.");

const environmentValue = z
  .union([
    z.string().max(4_000),
    z.strictObject({
      from: z.enum(FACTS).describe("What the platform knows."),
      format: z.enum(["comma", "json"]).default("comma").describe("How a list is written."),
    }),
  ])
  .meta({ allowed: "text, or { from: <what the platform knows>, format?: comma | json }" });

const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .meta({ allowed: "a file name without folders" });

const secretReference = z.strictObject({
  secret: referenceName.describe("A key of `secrets.entries`."),
  field: z
    .exactOptional(
      z
        .string()
        .regex(/^[a-z][a-zA-Z0-9_]{0,40}$/)
        .meta({ allowed: "the name of a JSON field" }),
    )
    .describe("The JSON field, for secrets that have fields."),
});

const autoscaling = z.strictObject({
  minReplicas: whole(1, 500, "replicas").describe("Fewest pods."),
  maxReplicas: whole(1, 1_000, "replicas").describe("Most pods; at least the fewest."),
  targetCpuPercent: percent(10, 95).default(70).describe("Mean CPU use to aim at, of the request."),
});

const common = {
  image: z
    .exactOptional(image)
    .describe("The container image, by digest. Left out while there is none: the workload then waits."),
  command: z.exactOptional(z.array(text(1, 300)).min(1)).describe("Replaces the image's entrypoint."),
  args: z.exactOptional(z.array(text(1, 300)).min(1)).describe("Arguments of the command."),
  uid: z
    .int()
    .min(10_000)
    .max(65_533)
    .meta({ allowed: "a user id, 10000 to 65533" })
    .default(10_001)
    .describe("User and group the container runs as; never root."),
  resources,
  env: z
    .record(environmentVariable, environmentValue)
    .default({})
    .describe("Plain environment. A credential is never plain: use `secrets`."),
  secrets: z
    .record(environmentVariable, secretReference)
    .default({})
    .describe("Environment variables taken from the catalogue of secrets, fixed when a pod starts."),
  secretFiles: z
    .record(fileName, secretReference)
    .default({})
    .describe("Files in /run/secrets/app taken from the catalogue of secrets; they follow the secret when it rotates."),
  connects: z
    .array(referenceName)
    .default([])
    .describe(
      "What it talks to inside the platform: database (direct), pooler, document-store, state, cache, antivirus, or the name of a web workload.",
    ),
  egress: z.array(referenceName).default([]).describe("Third parties it talks to; keys of `egress`."),
  media: z
    .array(z.enum(["presign-upload", "read", "delete"]))
    .default([])
    .describe("What it may do with media; decides its AWS permissions."),
  dataKeys: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9]{0,30}$/)
        .meta({ allowed: "a purpose of letters and digits such as audio" }),
    )
    .default([])
    .describe(
      "Purposes for which it may ask KMS for data keys, so that it encrypts by itself. The purpose is the encryption context: one key never decrypts for another.",
    ),
  scratch: z
    .record(mountPath, whole(1, 16_384, "MiB"))
    .default({ "/tmp": 64 })
    .describe(
      "Writable directories in memory and their size, counted against the memory; everything else is read-only.",
    ),
} as const;

const metrics = z
  .strictObject({
    port: z
      .int()
      .min(1_025)
      .max(65_535)
      .meta({ allowed: "a port, 1025 to 65535" })
      .describe("Port of the metrics alone; never the one that requests come in on."),
    path: z
      .string()
      .regex(/^\/[\w./-]{1,255}$/)
      .meta({ allowed: "an absolute path such as /metrics" })
      .default("/metrics")
      .describe("Path of the metrics."),
    requests: z
      .exactOptional(
        z.strictObject({
          histogram: z
            .string()
            .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/)
            .meta({ allowed: "the name of a metric in seconds, without _bucket" })
            .default("http_server_request_duration_seconds")
            .describe("Histogram of the requests answered; the default is OpenTelemetry's."),
          statusLabel: z
            .string()
            .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/)
            .meta({ allowed: "the name of a label" })
            .default("http_response_status_code")
            .describe("Its label with the HTTP status, such as 503 or 5xx; the default is OpenTelemetry's."),
        }),
      )
      .describe("With it, the objectives of `observability` are watched."),
  })
  .describe("Metrics in Prometheus's format, scraped where `observability.prometheus` is on.");

const replicated = {
  replicas: z
    .exactOptional(whole(1, 500, "replicas"))
    .describe("A fixed number of pods; either this or `autoscaling`."),
  drainSeconds: whole(1, 3_600, "seconds")
    .default(60)
    .describe("Time to finish what is at hand after being told to stop."),
  autoscaling: z.exactOptional(autoscaling).describe("A range of pods; either this or `replicas`."),
  metrics: z.exactOptional(metrics).describe("Where it shows its metrics; left out, it shows none."),
} as const;

const route = z.strictObject({
  path: urlPath.describe("Path, optionally ending in *."),
  allowedCidrs: z.exactOptional(z.array(cidr).min(1)).describe("Only these networks may use the route."),
  websocket: z.boolean().default(false).describe("The route carries WebSocket connections."),
});

const web = z
  .strictObject({
    kind: z.literal("web").describe("Serves requests behind the load balancer."),
    ...common,
    ...replicated,
    port: z
      .int()
      .min(1_025)
      .max(65_535)
      .meta({ allowed: "a port, 1025 to 65535" })
      .describe("Port the container listens on."),
    hosts: z.array(host).min(1).describe("Public hosts; requests for any other get 404."),
    routes: z
      .array(route)
      .min(1)
      .default([{ path: "/*", websocket: false }])
      .describe("Paths that reach the workload, most exact first."),
    idleTimeoutSeconds: whole(1, 4_000, "seconds")
      .default(60)
      .describe(
        "Longest silence on an open connection, such as a WebSocket's; the load balancer waits as long. An ordinary request has `edge.responseSeconds`.",
      ),
    health: z
      .strictObject({
        livePath: urlPath.default("/health").describe("Answers while the process works; asks no other service."),
        readyPath: urlPath.default("/health").describe("Answers while it can serve; may ask its database."),
        startupSeconds: whole(5, 900, "seconds")
          .default(60)
          .describe("Most seconds until the first answer after a start."),
      })
      .prefault({})
      .describe("Probes. They send the first of `hosts` and X-Forwarded-Proto: https."),
  })
  .describe("A Deployment in the request path: two replicas at least.");

const worker = z
  .strictObject({
    kind: z.literal("worker").describe("Runs all the time and serves no requests."),
    ...common,
    ...replicated,
    liveCommand: z
      .exactOptional(z.array(text(1, 300)).min(1))
      .describe("Command that exits 0 while the worker is well; left out, only a process that ends is restarted."),
  })
  .describe("A Deployment outside the request path.");

const cron = z
  .strictObject({
    kind: z.literal("cron").describe("Runs on a schedule."),
    ...common,
    schedule: cronSchedule.describe("When it starts (UTC)."),
    deadlineSeconds: whole(10, 86_400, "seconds").default(3_600).describe("Longest run."),
  })
  .describe("A CronJob; runs never overlap.");

const job = z
  .strictObject({
    kind: z.literal("job").describe("Runs once for each change of its image or settings."),
    ...common,
    before: z.array(referenceName).default([]).describe("Workloads that wait until it has succeeded."),
    after: z.array(referenceName).default([]).describe("Jobs that must have succeeded before it starts."),
    deadlineSeconds: whole(10, 86_400, "seconds").default(900).describe("Longest run."),
  })
  .describe("A Job, such as a migration.");

const workload = z.discriminatedUnion("kind", [web, worker, cron, job]).describe("One workload.");

export const workloads = z.record(slug(40), workload).describe("The workloads by name.");

export type Workload = z.output<typeof workload>;
