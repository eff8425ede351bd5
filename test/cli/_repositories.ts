import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "./run.ts";

/** Repositories as other people have them, written for the tests, with nothing of Rampart in them. */
export class Repositories {
  readonly #scratch = mkdtempSync(join(tmpdir(), "rampart-repositories-"));

  /** A committed repository with these files. Packages are those of this repository, as if they were installed. */
  make(name: string, files: Readonly<Record<string, string>>, remote?: string): string {
    const folder = join(this.#scratch, name);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    git(folder, "init", "-q", "-b", "main");
    if (remote !== undefined) git(folder, "remote", "add", "origin", remote);
    if ("package.json" in files) {
      writeFileSync(join(folder, ".gitignore"), "node_modules\n");
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    }
    git(folder, "add", "-A");
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "As it was");
    return folder;
  }

  remove(): void {
    rmSync(this.#scratch, { recursive: true });
  }
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8" });
}

const BUCKET = `new aws.s3.Bucket("uploads", { acl: "private" });
new aws.rds.Instance("database", { engine: "postgres", instanceClass: "db.t4g.small", allocatedStorage: 20,
  username: "shop", password: pulumi.secret("hunter22-canary"), publiclyAccessible: true, skipFinalSnapshot: true });
`;

/** As `pulumi new aws-typescript` leaves it: CommonJS, compiled by ts-node, no stack in the repository. */
export const COMMONJS: Readonly<Record<string, string>> = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\ndescription: A shop\n",
  "package.json": '{ "name": "shop", "main": "index.ts" }\n',
  "package-lock.json": '{ "lockfileVersion": 3 }\n',
  "tsconfig.json": `{
  // As the template has it.
  "compilerOptions": { "strict": true, "target": "es2020", "module": "commonjs", "moduleResolution": "node10",
    "ignoreDeprecations": "6.0", "skipLibCheck": true, "types": ["node"] },
  "files": ["index.ts"]
}
`,
  "index.ts": `import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\n${BUCKET}export const from = __filename;\n`,
  "README.md": "# Shop\n",
};

const MODULE = "runtime: { name: nodejs, options: { typescript: false } }\n";
const STACK = (environment: string, tier: string) =>
  `config: { aws:region: eu-central-1, rampart:environment: ${environment}, rampart:tier: ${tier} }\n`;

/** Two programs that can be recorded, one that lacks configuration, one that throws, and one for another language. */
export const MONOREPO: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "estate", "private": true, "type": "module", "workspaces": ["services/*", "infra/*"] }\n',
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  ".gitlab-ci.yml": "stages: [build]\n",
  "services/shop/Pulumi.yaml": `name: shop\nmain: index.ts\n${MODULE}`,
  "services/shop/Pulumi.dev.yaml": STACK("dev", "nonprod"),
  "services/shop/Pulumi.prod.yaml": STACK("prod", "prod"),
  "services/shop/index.ts": `import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\n${BUCKET}`,
  "infra/network/Pulumi.yaml": `name: network\nmain: index.ts\n${MODULE}`,
  "infra/network/Pulumi.dev.yaml": STACK("dev", "nonprod"),
  "infra/network/index.ts": `import * as aws from "@pulumi/aws";\nnew aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });\n`,
  "infra/legacy/Pulumi.yaml": `name: legacy\nmain: index.ts\n${MODULE}`,
  "infra/legacy/Pulumi.dev.yaml": STACK("dev", "nonprod"),
  "infra/legacy/index.ts": `import * as pulumi from "@pulumi/pulumi";\nnew pulumi.Config().require("size");\n`,
  "infra/throwing/Pulumi.yaml": `name: throwing\nmain: index.ts\n${MODULE}`,
  "infra/throwing/Pulumi.dev.yaml": STACK("dev", "nonprod"),
  "infra/throwing/index.ts": `throw new Error("no luck with hunter23-canary");\n`,
  "infra/tools/Pulumi.yaml": "name: tools\nruntime: python\n",
};

const deployment = (name: string, namespace: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/${name}:latest
`;

/** Manifests in folders by part, a chart, an overlay, and files that only look like manifests. */
export const MANIFESTS: Readonly<Record<string, string>> = {
  "deploy/web/deployment.yaml": deployment("web", "shop"),
  "deploy/worker/deployment.yaml": deployment("worker", "shop"),
  "overlays/prod/kustomization.yaml": "resources: [../../deploy/web]\npatches: [{ path: replicas.yaml }]\n",
  "overlays/prod/replicas.yaml":
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n",
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/templates/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: {{ .Values.name }} }\n",
  "skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\n",
  "src/settings.json": "{\n  // comments are fine here\n}\n",
};

/** What `helm template` printed, once for each environment. */
export const RENDERED: Readonly<Record<string, string>> = {
  "rendered/staging/shop.yaml": `---\n# Source: shop/templates/web.yaml\n${deployment("web", "shop")}---\n${deployment("worker", "shop")}`,
  "rendered/prod/shop.yaml": `---\n# Source: shop/templates/web.yaml\n${deployment("web", "shop")}---\n${deployment("worker", "shop")}`,
  "values/prod.yaml": "replicas: 3\n",
};
