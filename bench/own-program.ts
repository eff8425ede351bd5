/**
 * Our own program, prod of mahaseel, cold, from the start of the command to its exit, against the time Node needs
 * to import the SDKs that the program uses.
 */
import { fileURLToPath } from "node:url";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const imports = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes", "@pulumi/random"];
// Touches what a program touches: the SDKs load their parts on first use.
const floor = `${imports.map((name, index) => `import * as sdk${index} from "${name}";`).join(" ")}
void [sdk1.ec2.Vpc, sdk1.iam.Role, sdk1.kms.Key, sdk1.rds.Instance, sdk1.eks.Cluster, sdk2.apps.v1.Deployment, sdk3.RandomPassword];`;

await pair({
  title: "own program: preview of prod against the import of the SDKs",
  target: "≤ 3 × and ≤ 1.5 ms a resource beyond it",
  a: {
    name: "rampart preview prod",
    run: () =>
      measureProcess({
        command: [process.execPath, "cli/rampart.js", "preview", "prod", "--quiet"],
        cwd: root,
        expectedCodes: [0, 1],
      }),
  },
  b: {
    name: "import of the SDKs",
    run: () => measureProcess({ command: [process.execPath, "--input-type=module", "-e", floor], cwd: root }),
  },
});
