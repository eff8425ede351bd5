import { join } from "node:path";
import { expect, it } from "vitest";
import { oldNode } from "../../support/old-node.ts";
import { PACK, Workspace } from "./support.ts";

const node = oldNode();

it.skipIf(node === undefined)(
  `says in one line that the pack needs Node 24${node === undefined ? " (no older Node on this machine)" : ""}`,
  async () => {
    const workspace = new Workspace("echo", { project: "insecure", packNode: node as string });
    const report = await workspace.run({
      operation: "preview",
      stack: "dev",
      program: join(import.meta.dirname, "insecure/index.ts"),
      config: { "aws:region": "eu-central-1" },
      secretConfig: { "insecure:password": "unused" },
      policyPack: PACK,
    });
    workspace.remove();
    expect(report.succeeded).toBe(false);
    const said = report.output.split("\n").flatMap((line) => /rampart: the policy pack needs.*/.exec(line) ?? []);
    expect([...new Set(said)]).toEqual([
      expect.stringMatching(
        /^rampart: the policy pack needs Node 24 or newer and was started with \d+\.\d+\.\d+; run Pulumi through `npm run pulumi -- …`, or put Node 24 first on PATH$/,
      ),
    ]);
    expect(report.output).not.toMatch(/SyntaxError|ERR_UNKNOWN_FILE_EXTENSION|at Module\./);
  },
);
