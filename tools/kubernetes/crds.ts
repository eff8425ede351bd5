import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface CrdModule {
  readonly module: string;
  readonly version: string;
  /** As `go.sum` would name the module's content. */
  readonly sum: string;
  readonly files: readonly string[];
}

/** Go modules that ship the schemas of custom resources that the platform makes. */
const MODULES: readonly CrdModule[] = [
  {
    module: "sigs.k8s.io/karpenter",
    version: "v1.12.0",
    sum: "h1:SffONGtSqVfTiEBM55OZb5ZVEsBPaEcLuRLL8v98sPo=",
    files: ["pkg/apis/crds/karpenter.sh_nodepools.yaml"],
  },
  {
    module: "github.com/aws/amazon-vpc-resource-controller-k8s",
    version: "v1.8.2",
    sum: "h1:S6fvZf7+Xjho4LLo2AdxT3x9yaOJ37Ly/eGQd+ASWi4=",
    files: ["config/crd/bases/vpcresources.k8s.aws_securitygrouppolicies.yaml"],
  },
];

/** The CustomResourceDefinitions of those modules, as YAML. Their content is checked against the sums above. */
export function shippedCrds(): readonly string[] {
  return MODULES.flatMap(({ module, version, sum, files }) => {
    const answer = execFileSync("go", ["mod", "download", "-json", `${module}@${version}`], {
      cwd: tmpdir(),
      encoding: "utf8",
      env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod" },
    });
    const { Dir, Sum } = JSON.parse(answer) as { readonly Dir: string; readonly Sum: string };
    if (Sum !== sum) throw new Error(`${module}@${version} has the sum ${Sum}; expected is ${sum}.`);
    return files.map((file) => readFileSync(join(Dir, file), "utf8"));
  });
}
