import { describe, expect, test } from "vitest";
import { refusal } from "../_settings.ts";

describe("Operator sessions", () => {
  test("take a login that exists and that the platform rotates", () => {
    expect(refusal({ operatorSessions: { psql: { secret: "database-peopl" } } })).toContain(
      "operatorSessions.psql.secret names nothing in secrets.entries",
    );
    expect(refusal({ operatorSessions: { psql: { secret: "sms-api-key" } } })).toContain(
      "operatorSessions.psql.secret is of kind supplied",
    );
  });

  test("take no login of a workload, of a pooled role or with a right to write", () => {
    const said = refusal({ operatorSessions: { psql: { secret: "database-api" } } });
    expect(said).toContain("operatorSessions.psql.secret belongs to a pooled role");
    expect(said).toContain("operatorSessions.psql.secret belongs to a role with access readwrite");
    expect(said).toContain("operatorSessions.psql.secret is the login of workloads.api too");
    expect(refusal({ operatorSessions: { valkey: { secret: "state-api" } } })).toContain(
      "belongs to a user with the purposes rate-limits, revocations, queue",
    );
  });

  test("write only where that is said", () => {
    const owner = { database: { roles: { people: { access: "readwrite" } } } };
    expect(refusal(owner)).toContain("or operatorSessions.psql.allowWrites: true");
    expect(refusal({ ...owner, operatorSessions: { psql: { allowWrites: true } } })).toBe("no error");
  });

  test("take their image from where they can reach", () => {
    const image = `registry.example.com/session@sha256:${"0123456789abcdef".repeat(4)}`;
    expect(refusal({ operatorSessions: { psql: { image } } })).toContain(
      "operatorSessions.psql.image lies where no endpoint",
    );
    expect(refusal({ operatorSessions: { psql: { image, outsideRegistry: true } } })).toBe("no error");
    expect(
      refusal({ operatorSessions: { psql: { image, outsideRegistry: true } }, network: { natGateways: "none" } }),
    ).toContain("operatorSessions.psql.outsideRegistry has no way out");
  });

  test("have the endpoints that are their only way out", () => {
    expect(refusal({ network: { interfaceEndpoints: ["ecr.api", "kms", "logs", "secretsmanager", "sts"] } })).toContain(
      "network.interfaceEndpoints lacks ecr.dkr, by which operatorSessions are reached",
    );
  });
});
