import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The newest version of the CLI's Go module that the module proxy offers. */
const VERSION = "v3.232.0";
const MODULE_DIR = fileURLToPath(new URL(".", import.meta.url));
const CACHE_DIR = fileURLToPath(new URL(`../../node_modules/.cache/pulumi-${VERSION}`, import.meta.url));

/** The Pulumi CLI on PATH, if there is one. */
export function pulumiOnPath(path: string = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, "pulumi"))
    .find((file) => existsSync(file));
}

/**
 * A Pulumi CLI for the integration tests: the one on PATH, else one built from `go.mod` beside this file and
 * kept under node_modules. A cold build takes two to three minutes and needs Go.
 */
export function pulumiForTests(): string {
  const found = pulumiOnPath() ?? (existsSync(join(CACHE_DIR, "pulumi")) ? join(CACHE_DIR, "pulumi") : undefined);
  if (found !== undefined) return found;
  process.stderr.write(`building the Pulumi CLI ${VERSION} (two to three minutes, once)…\n`);
  mkdirSync(CACHE_DIR, { recursive: true });
  const built = join(CACHE_DIR, `pulumi.${process.pid}`);
  // Without its version the CLI refuses plugins and misjudges what it may load.
  const flags = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION}`;
  execFileSync("go", ["build", "-o", built, "-ldflags", flags, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"], {
    cwd: MODULE_DIR,
    stdio: ["ignore", "inherit", "inherit"],
  });
  renameSync(built, join(CACHE_DIR, "pulumi"));
  return join(CACHE_DIR, "pulumi");
}
