import { describe, expect, test } from "vitest";
import { refusal } from "../_settings.ts";

const refused = (overrides: unknown) => refusal(overrides, { system: "flask-app" });

describe("Rules of the document store", () => {
  test("wants a known database for a user", () => {
    expect(refused({ documentStore: { users: { web: { database: "ap" } } } })).toContain(
      "documentStore.users.web.database names nothing in documentStore.databases",
    );
  });

  test("wants a secret for each user", () => {
    const message = refused({ documentStore: { users: { extra: { database: "app", access: "readonly" } } } });
    expect(message).toContain("documentStore.users.extra has no secret");
    expect(message).toContain('{ documentUser: "extra" }');
  });

  test.each([
    [
      { keys: [{ field: "a" }, { field: "b" }], expireAfterSeconds: 60 },
      "is set on an index that cannot expire documents",
    ],
    [
      { keys: [{ field: "a" }], unique: true, expireAfterSeconds: 60 },
      "is set on an index that cannot expire documents",
    ],
    [{ keys: [{ field: "a" }, { field: "a" }] }, "names a field twice"],
  ])("refuses the index %j", (index, problem) => {
    expect(refused({ documentStore: { databases: { app: { things: { one: index } } } } })).toContain(
      `documentStore.databases.app.things.one.${problem.startsWith("is") ? "expireAfterSeconds" : "keys"} ${problem}`,
    );
  });

  test.each([
    [{ instances: 1 }, "documentStore.instances leaves nobody to take over"],
    [{ deletionProtection: false }, "documentStore.deletionProtection lets the document store be deleted"],
    [{ backupRetentionDays: 7 }, "documentStore.backupRetentionDays is too short for prod"],
    [{ backupWindow: "03:00-04:00" }, "documentStore.maintenanceWindow meets documentStore.backupWindow"],
    [{ instanceClass: "db.m7g.large" }, "an instance class of DocumentDB such as db.r6g.large"],
  ])("refuses %j in prod", (documentStore, problem) => {
    expect(refused({ documentStore })).toContain(problem);
  });

  test("wants what logs in to be allowed to connect", () => {
    expect(refused({ workloads: { web: { connects: ["state"] } } })).toContain(
      "logs in to document-store, which the workload may not reach",
    );
  });

  test("offers no Postgres where there is none", () => {
    const message = refused({ workloads: { web: { connects: ["document-store", "state", "pooler"] } } });
    expect(message).toContain("workloads.web.connects[2] names nothing in what the platform offers");
    expect(refused({ workloads: { web: { env: { DB_HOST: { from: "database.host" } } } } })).toContain(
      "needs database, which is not set",
    );
  });
});

describe("Values that look like credentials", () => {
  const refusedIn = (overrides: unknown) => refusal(overrides, { system: "lugn-trygg" });

  test("are refused unless they are declared public, with a reason", () => {
    expect(refusedIn({ publicValues: { VITE_FIREBASE_API_KEY: null } })).toContain(
      "clientBuild.VITE_FIREBASE_API_KEY would put a secret into a build that every user gets",
    );
    expect(refusedIn({ clientBuild: { VITE_ENCRYPTION_KEY: "0123456789abcdef" } })).toContain(
      "clientBuild.VITE_ENCRYPTION_KEY would put a secret into a build that every user gets",
    );
  });

  test("may say where a secret file is, and of no other file", () => {
    const env = { GOOGLE_APPLICATION_CREDENTIALS: "/run/secrets/app/other.json" };
    expect(refusedIn({ workloads: { api: { env } } })).toContain(
      "workloads.api.env.GOOGLE_APPLICATION_CREDENTIALS is plain text under the name of a secret",
    );
  });
});
