import { fileURLToPath } from "node:url";
import { measureProcess } from "./_process.ts";

const packages = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes", "@pulumi/random"];
const imports = packages.map((name, index) => `import * as sdk${index} from "${name}";`);
// Touches what a program touches: the SDKs load their parts on first use.
const program = `${imports.join(" ")}
void [sdk1.ec2.Vpc, sdk1.iam.Role, sdk1.kms.Key, sdk1.rds.Instance, sdk1.eks.Cluster, sdk2.apps.v1.Deployment, sdk3.RandomPassword];`;

/** A process that does no more than import what a program of ours imports: the floor under each recording. */
export const importOfSdks = {
  name: "import of the SDKs",
  run: () =>
    measureProcess({
      command: [process.execPath, "--input-type=module", "-e", program],
      cwd: fileURLToPath(new URL("..", import.meta.url)),
    }),
};
