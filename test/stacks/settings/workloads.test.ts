import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Workloads", () => {
  test("refuses a connection to nothing, and names the nearest", () => {
    expect(refusal({ workloads: { worker: { connects: ["pooler", "stat"], secrets: { REDIS_URL: null } } } })).toBe(
      message(
        block(
          "workloads.worker.connects[1] names nothing in what the platform offers",
          '"stat"',
          "one of database, pooler, state, cache, antivirus, api",
          '"state"',
        ),
      ),
    );
  });

  test("refuses egress to nobody", () => {
    expect(refusal({ workloads: { api: { egress: ["sns"] } } })).toBe(
      message(block("workloads.api.egress[0] names nothing in egress", '"sns"', "one of sms", '"sms"')),
    );
  });

  test("refuses a secret that is not in the catalogue", () => {
    expect(refusal({ workloads: { api: { secrets: { JWT_SECRET: { secret: "jwt-acess" } } } } })).toBe(
      message(
        block(
          "workloads.api.secrets.JWT_SECRET.secret names nothing in secrets.entries",
          '"jwt-acess"',
          "one of jwt-access, jwt-refresh, database-api, database-worker, database-migrate, state-api, state-worker, cache-api, database-people, state-people, sms-api-key",
          '"jwt-access"',
        ),
      ),
    );
  });

  test("refuses a secret's field that does not exist", () => {
    expect(refusal({ workloads: { api: { secrets: { DATABASE_URL: { field: "uri" } } } } })).toBe(
      message(
        block(
          "workloads.api.secrets.DATABASE_URL.field names nothing in the fields of secrets.entries.database-api",
          '"uri"',
          "one of username, password, host, port, database, url",
          '"url"',
        ),
      ),
    );
  });

  test("wants a field of a secret that has fields", () => {
    expect(refusal({ workloads: { api: { secrets: { DATABASE_URL: { field: null } } } } })).toBe(
      message(
        block(
          "workloads.api.secrets.DATABASE_URL.field is missing",
          "nothing",
          "one of username, password, host, port, database, url",
        ),
      ),
    );
  });

  test("refuses a field of a secret that has none", () => {
    expect(refusal({ workloads: { api: { secrets: { JWT_SECRET: { field: "value" } } } } })).toBe(
      message(
        block(
          "workloads.api.secrets.JWT_SECRET.field is a field of a secret that has none",
          '"value"',
          "no field: secrets.entries.jwt-access is one text",
        ),
      ),
    );
  });

  test("refuses a login to something the workload may not reach", () => {
    expect(refusal({ workloads: { worker: { connects: ["pooler"] } } })).toBe(
      message(
        block(
          "workloads.worker.secrets.REDIS_URL.secret logs in to state, which the workload may not reach",
          '"state-worker"',
          'add "state" to workloads.worker.connects, or take the secret away',
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses a credential in plain text, and does not show it", () => {
    expect(refusal({ workloads: { api: { env: { DB_PASSWORD: "hunter2-hunter2" } } } })).toBe(
      message(
        block(
          "workloads.api.env.DB_PASSWORD is plain text under the name of a secret",
          "(not shown: it may be a secret)",
          "an entry in workloads.api.secrets, with the value in Secrets Manager",
        ),
      ),
    );
  });

  test("refuses a credential inside a URL", () => {
    expect(refusal({ workloads: { api: { env: { UPSTREAM: "https://user:hunter2@upstream.example.com" } } } })).toBe(
      message(
        block(
          "workloads.api.env.UPSTREAM looks like a credential in plain text",
          "(not shown: it may be a secret)",
          "an entry in workloads.api.secrets, with the value in Secrets Manager",
        ),
      ),
    );
  });

  test("refuses a variable that is set twice", () => {
    expect(refusal({ workloads: { api: { env: { JWT_SECRET: "15" } } } })).toBe(
      message(
        block(
          "workloads.api.env.JWT_SECRET is a secret variable too",
          "(not shown: it may be a secret)",
          "either workloads.api.env or workloads.api.secrets",
        ),
      ),
    );
  });

  test("refuses to wait for a workload that does not exist", () => {
    expect(refusal({ workloads: { migrate: { before: ["apii"] } } })).toBe(
      message(
        block(
          "workloads.migrate.before[0] names nothing in the workloads that run on",
          '"apii"',
          "one of api, worker",
          '"api"',
        ),
      ),
    );
  });

  test("refuses jobs that wait for each other", () => {
    expect(
      refusal({
        workloads: {
          migrate: { after: ["seed"] },
          seed: { kind: "job", resources: { cpuRequest: "100m", cpuLimit: "1", memory: "256Mi" }, after: ["migrate"] },
        },
      }),
    ).toBe(
      message(
        block("workloads.migrate.after waits for itself", "a list of 1 item", "an order without a circle"),
        block("workloads.seed.after waits for itself", "a list of 1 item", "an order without a circle"),
      ),
    );
  });

  test("wants two replicas in the request path, fixed", () => {
    expect(refusal({ workloads: { api: { autoscaling: null, replicas: 1 } } })).toBe(
      message(
        block(
          "workloads.api.replicas is too few for the request path",
          "1",
          "at least 2: a single pod is down whenever its node is",
        ),
      ),
    );
  });

  test("wants two replicas in the request path, scaled", () => {
    expect(refusal({ workloads: { api: { autoscaling: { minReplicas: 1 } } } })).toBe(
      message(
        block(
          "workloads.api.autoscaling.minReplicas is too few for the request path",
          "1",
          "at least 2: a single pod is down whenever its node is",
        ),
      ),
    );
  });

  test("refuses replicas beside autoscaling", () => {
    expect(refusal({ workloads: { api: { replicas: 3 } } })).toBe(
      message(
        block(
          "workloads.api.replicas is set beside autoscaling",
          "3",
          "one of replicas and autoscaling: the autoscaler would be undone by every deployment",
        ),
      ),
    );
  });

  test("wants replicas or autoscaling", () => {
    expect(refusal({ workloads: { api: { autoscaling: null } } })).toBe(
      message(
        block(
          "workloads.api.replicas is missing",
          "nothing",
          "replicas, or autoscaling",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses a range that ends before it begins", () => {
    expect(refusal({ workloads: { worker: { autoscaling: { maxReplicas: 1 } } } })).toBe(
      message(block("workloads.worker.autoscaling.maxReplicas is below minReplicas", "1", "at least 2")),
    );
  });

  test("refuses metrics on the port of the requests", () => {
    const port = 8_000;
    expect(refusal({ workloads: { api: { port, metrics: { port } } } })).toBe(
      message(
        block(
          "workloads.api.metrics.port is the port of the requests, so that anybody could read the metrics",
          "8000",
          "a port of its own, which only the collector reaches",
        ),
      ),
    );
  });

  test("refuses an objective that a histogram says nothing about, where one is read", () => {
    const observability = { latencyMilliseconds: 400 };
    expect(refusal({ observability })).toBe("no error");
    expect(refusal({ observability, workloads: { api: { metrics: { port: 9_090, requests: {} } } } })).toBe(
      message(
        block(
          "observability.latencyMilliseconds is no bound of the histograms in metrics.requests, which can say nothing about it",
          "400",
          "one of 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000",
        ),
      ),
    );
  });

  test.each(["pooler", "state", "clamd", "scan-worker"])("refuses the name %s, which the platform uses", (name) => {
    const resources = { cpuRequest: "100m", cpuLimit: "1", memory: "256Mi" };
    expect(refusal({ workloads: { [name]: { kind: "worker", replicas: 1, resources } } })).toContain(
      `workloads.${name} has a name that the platform uses itself`,
    );
  });

  test("refuses a route behind one that covers it, and a star inside", () => {
    expect(refusal({ workloads: { api: { routes: [{ path: "/*" }, { path: "/admin/*" }] } } })).toBe(
      message(
        block(
          "workloads.api.routes[1].path comes after /*, which covers it",
          '"/admin/*"',
          "each path once, and the more exact one first",
        ),
      ),
    );
    expect(refusal({ workloads: { api: { routes: [{ path: "/a" }, { path: "/a" }] } } })).toContain(
      "workloads.api.routes[1].path comes after /a, which covers it",
    );
    expect(refusal({ workloads: { api: { routes: [{ path: "/a/*/b" }] } } })).toContain(
      "workloads.api.routes[0].path has a * before its end",
    );
  });

  test("refuses a probe of many paths", () => {
    expect(refusal({ workloads: { api: { health: { livePath: "/health/*" } } } })).toContain(
      "workloads.api.health.livePath has a *",
    );
  });
});
