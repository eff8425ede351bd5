import { describe, expect, test } from "vitest";
import { block, message, refusal } from "./_settings.ts";

describe("Errors of single settings", () => {
  test("says what type a setting has", () => {
    expect(refusal({ workloads: { api: { replicas: "three" } } })).toBe(
      message(block("workloads.api.replicas has the wrong type", '"three"', "a whole number of replicas, 1 to 500")),
    );
  });

  test("says what range a number has", () => {
    expect(refusal({ edge: { headers: { hsts: { maxAgeSeconds: 300 } } } })).toBe(
      message(
        block(
          "edge.headers.hsts.maxAgeSeconds is out of range",
          "300",
          "a whole number of seconds, 31536000 to 63072000",
        ),
      ),
    );
  });

  test("says how long a text may be", () => {
    expect(refusal({ environment: "production-eu" })).toBe(
      message(
        block(
          "environment has the wrong length",
          '"production-eu"',
          "lower-case letters, digits and single hyphens, starting with a letter, at most 12 characters",
        ),
        block(
          'environment is "production-eu", but rampart:environment says otherwise',
          '"prod"',
          "the same in both places",
          undefined,
          "rampart:environment in the stack's configuration",
        ),
      ),
    );
  });

  test("says that a number is no account id, because YAML reads it so", () => {
    expect(refusal({ accountId: 123456789012 })).toBe(
      message(block("accountId has the wrong type", "123456789012", "an AWS account id: twelve digits, quoted")),
    );
  });

  test("says what an account id looks like", () => {
    expect(refusal({ accountId: "1234" })).toBe(
      message(block("accountId is malformed", '"1234"', "an AWS account id: twelve digits, quoted")),
    );
  });

  test("names the nearest key for one that is not a setting", () => {
    expect(refusal({ workloads: { api: { imge: "registry.example.com/api" } } })).toBe(
      message(
        block(
          "workloads.api.imge is not a setting",
          '"registry.example.com/api"',
          "one of the keys kind, image, command, args, uid, resources, env, secrets, secretFiles, connects, egress, media, dataKeys, scratch, replicas, drainSeconds, autoscaling, metrics, port, hosts, routes, idleTimeoutSeconds, health",
          "workloads.api.image",
        ),
      ),
    );
  });

  test("names the nearest key of a record whose keys are listed", () => {
    expect(refusal({ edge: { headers: { permissionsPolicy: { cammera: ["self"] } } } })).toBe(
      message(
        block(
          "edge.headers.permissionsPolicy.cammera is not a setting",
          "a list of 1 item",
          "one of the keys accelerometer, autoplay, camera, display-capture, fullscreen, geolocation, gyroscope, magnetometer, microphone, midi, payment, publickey-credentials-get, screen-wake-lock, usb",
          "edge.headers.permissionsPolicy.camera",
        ),
      ),
    );
  });

  test("names the nearest choice", () => {
    expect(refusal({ database: { instanceClass: "db.r7g.lrage" } })).toBe(
      message(
        block(
          "database.instanceClass is not one of the choices",
          '"db.r7g.lrage"',
          "an instance class of RDS for PostgreSQL such as db.m7g.large",
          '"db.r7g.large"',
        ),
      ),
    );
  });

  test("names the nearest kind of a workload", () => {
    expect(refusal({ workloads: { api: { kind: "webb" } } })).toBe(
      message(
        block("workloads.api.kind is not one of the choices", '"webb"', '"web", "worker", "cron" or "job"', '"web"'),
      ),
    );
  });

  test("says that a required setting was taken away", () => {
    expect(refusal({ owner: null })).toBe(
      message(block("owner is missing", "nothing", "text of 2 to 60 letters, digits, spaces and _.:/=+@-")),
    );
  });

  test("says which names a record's keys may have", () => {
    expect(refusal({ workloads: { Api: {} } })).toBe(
      message(
        block(
          "workloads.Api has a key that is not allowed",
          '"Api"',
          "lower-case letters, digits and single hyphens, starting with a letter, at most 40 characters",
        ),
      ),
    );
  });

  test("resolves an untagged union to the member that was meant", () => {
    expect(refusal({ workloads: { api: { env: { CLAMD_HOST: { from: "antivirus.hots" } } } } })).toBe(
      message(
        block(
          "workloads.api.env.CLAMD_HOST.from is not one of the choices",
          '"antivirus.hots"',
          '"environment", "region", "hosts", "cors-origins", "client-ip-depth", "database.host", "database.port", "state.host", "state.port", "cache.host", "cache.port", "media.upload-bucket", "media.serving-bucket", "media.base-url", "antivirus.host" or "antivirus.port"',
          '"antivirus.host"',
        ),
      ),
    );
  });

  test("refuses the key __proto__ like any other", () => {
    expect(refusal(JSON.parse('{"__proto__":{"x":1}}'))).toBe(
      message(
        block(
          "__proto__ is not a setting",
          "an object with the keys x",
          "one of the keys system, environment, tier, owner, dataClass, accountId, region, sharedAccount, expires, domains, network, cluster, keys, secrets, database, pooler, documentStore, caches, operatorSessions, media, antivirus, edge, site, egress, workloads, tokens, limits, clientBuild, publicValues, alarms, observability, audit, backup, budget, application",
        ),
      ),
    );
  });

  test("refuses an image that is not pinned by digest", () => {
    expect(refusal({ workloads: { api: { image: "registry.example.com/mahaseel/api:1.4" } } })).toBe(
      message(
        block(
          "workloads.api.image is malformed",
          '"registry.example.com/mahaseel/api:1.4"',
          "an image pinned by digest: repo[:tag]@sha256:<64 hex>",
        ),
      ),
    );
  });

  test("refuses a digest that is too short", () => {
    expect(refusal({ workloads: { api: { image: "registry.example.com/mahaseel/api@sha256:abc" } } })).toBe(
      message(
        block(
          "workloads.api.image is malformed",
          '"registry.example.com/mahaseel/api@sha256:abc"',
          "an image pinned by digest: repo[:tag]@sha256:<64 hex>",
        ),
      ),
    );
  });

  test("refuses a host that no browser would accept", () => {
    expect(refusal({ workloads: { api: { hosts: ["Api_1.{main}"] } } })).toBe(
      message(
        block(
          "workloads.api.hosts[0] is malformed",
          '"Api_1.{main}"',
          'a host such as "api.{main}", where main is a key of domains, or an absolute name below one of the domains',
        ),
      ),
    );
  });

  test("refuses every origin at once", () => {
    expect(refusal({ edge: { cors: { origins: ["*"] } } })).toBe(
      message(
        block(
          "edge.cors.origins[0] is malformed",
          '"*"',
          'an https origin such as "https://app.{main}", without a path; never *',
        ),
      ),
    );
  });

  test("refuses a network that is not given by its first address", () => {
    expect(refusal({ network: { cidr: "10.20.1.0/16" } })).toBe(
      message(
        block(
          "network.cidr is malformed",
          '"10.20.1.0/16"',
          "an IPv4 network by its first address, such as 10.20.0.0/16",
        ),
      ),
    );
  });

  test("wants one domain at least", () => {
    expect(refusal({ domains: { main: null } })).toBe(
      message(block("domains is malformed", "an empty object", "at least one domain")),
    );
  });

  test("never shows a value under a secret key", () => {
    expect(refusal({ secrets: { entries: { "sms-api-key": { value: "correct horse battery staple" } } } })).toBe(
      message(
        block(
          "secrets.entries.sms-api-key.value is not a setting",
          "(not shown: it may be a secret)",
          "one of the keys kind, purpose, version, supplied, rotation",
        ),
      ),
    );
  });

  test("never shows a value that looks like a credential, whatever its key", () => {
    expect(refusal({ owner: { name: "x" }, dataClass: "AKIAABCDEFGHIJKLMNOP" })).toBe(
      message(
        block(
          "owner has the wrong type",
          "an object with the keys name",
          "text of 2 to 60 letters, digits, spaces and _.:/=+@-",
        ),
        block(
          "dataClass is not one of the choices",
          "(not shown: it may be a secret)",
          '"public", "internal", "personal" or "sensitive"',
        ),
      ),
    );
  });

  test("shows a slip of a public word even under a secret key", () => {
    expect(refusal({ secrets: { entries: { "jwt-access": { kind: "generatd" } } } })).toBe(
      message(
        block(
          "secrets.entries.jwt-access.kind is not one of the choices",
          '"generatd"',
          '"generated", "rotated", "login", "composed" or "supplied"',
          '"generated"',
        ),
      ),
    );
  });

  test("reports everything at once, of sound sections too", () => {
    expect(
      refusal({ workloads: { api: { replicas: "three" } }, cluster: { version: "1.34" }, pooler: { tiers: "huge" } }),
    ).toBe(
      message(
        block(
          "pooler.tiers is not a setting",
          '"huge"',
          "one of the keys tier, image, exporterImage, replicas, maxClientConnections, idleTransactionTimeoutSeconds, drainSeconds",
          "pooler.tier",
        ),
        block("workloads.api.replicas has the wrong type", '"three"', "a whole number of replicas, 1 to 500"),
        block(
          "cluster.version is refused",
          '"1.34"',
          "another version, because its standard support ends on 2026-12-02, less than 60 days after 2026-11-20. Choose 1.35 or 1.36.",
        ),
      ),
    );
  });

  test("says how many items a list may have", () => {
    expect(refusal({ alarms: { receivers: { emails: [] } } })).toBe(
      message(
        block(
          "alarms.receivers.emails has the wrong length",
          "an empty list",
          "a list of at least one: an e-mail address",
        ),
      ),
    );
    const publicCidrs = Array.from({ length: 50 }, (_, index) => `198.51.${index}.0/24`);
    expect(refusal({ cluster: { endpoint: { publicCidrs } } })).toContain(
      "allowed: a list of 1 to 40: an IPv4 network",
    );
  });

  test("names the choice in quotes where a number was written, and the type of plain variables", () => {
    expect(refusal({ database: { engineVersion: 17 } })).toBe(
      message(block("database.engineVersion is not one of the choices", "17", '"16", "17" or "18"', '"17"')),
    );
    expect(refusal({ workloads: { api: { env: { LIMIT: 5 } } } })).toContain(
      "workloads.api.env.LIMIT has the wrong type",
    );
  });

  test("refuses an owner that cannot be a tag", () => {
    expect(refusal({ owner: "Shop <x>" })).toContain("owner is malformed");
    expect(refusal({ owner: "Büro 3: shop@example.com" })).toBe("no error");
  });

  test("refuses shares of the budget listed twice, and more than AWS takes", () => {
    expect(refusal({ budget: { alertPercents: [80, 80] } })).toContain("budget.alertPercents is malformed");
    expect(refusal({ budget: { alertPercents: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } })).toContain(
      "a list of one to nine, each once",
    );
  });
});
