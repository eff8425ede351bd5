import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PACK, type Report, type StateResource, Workspace, complaintOf } from "./support.ts";

const REQUEST = {
  stack: "dev",
  program: join(import.meta.dirname, "remediated/index.ts"),
  config: { "aws:region": "eu-central-1" },
};
/** How the engine marks a secret in its state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

let workspace: Workspace;
let reports: { readonly first: Report; readonly second: Report };
let database: StateResource | undefined;

beforeAll(async () => {
  workspace = new Workspace("bridge", { project: "remediated" });
  const policyPackConfig = join(workspace.folder, "policy-config.json");
  writeFileSync(policyPackConfig, JSON.stringify({ all: "disabled", "rds-deletion-protection": "remediate" }));
  const up = { ...REQUEST, operation: "up", policyPack: PACK, policyPackConfig } as const;
  reports = { first: await workspace.run(up), second: await workspace.run(up) };
  database = (await workspace.state(REQUEST)).find(({ type }) => type === "aws:rds/instance:Instance");
});
afterAll(() => workspace.remove());

it("sets in the engine what is not set, and the deployment goes on", () => {
  expect(complaintOf(reports.first)).toBeUndefined();
  expect(database?.inputs).toMatchObject({ deletionProtection: true });
});

it("leaves a secret secret in the state, and a value from elsewhere what it came to be", () => {
  expect(database?.inputs?.["password"]).toMatchObject({ [SIGNATURE]: SECRET });
  expect(database?.inputs?.["kmsKeyId"]).toMatch(/^arn:aws:kms:/);
});

it("changes nothing the second time", () => {
  expect(complaintOf(reports.second)).toBeUndefined();
  expect(Object.keys(reports.second.changes)).toEqual(["same"]);
});
