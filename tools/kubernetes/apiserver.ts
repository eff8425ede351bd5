import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The release in `go.mod`, and the version that the server tells its clients. */
export const KUBERNETES_VERSION = "v1.36.3";
const MODULE_DIR = fileURLToPath(new URL(".", import.meta.url));
const CACHE_DIR = fileURLToPath(new URL(`../../node_modules/.cache/kubernetes-${KUBERNETES_VERSION}`, import.meta.url));
const PROGRAM = "kube-apiserver";

/**
 * A kube-apiserver for the integration tests: the one in the folder that KUBEBUILDER_ASSETS names, else one built
 * from `go.mod` beside this file and kept under node_modules. A cold build takes five to ten minutes and needs
 * Go 1.26. Undefined where there is neither; building can be left out with `build: false`.
 */
export function apiServerForTests({ build = true } = {}): string | undefined {
  const assets = process.env["KUBEBUILDER_ASSETS"];
  if (assets !== undefined && existsSync(join(assets, PROGRAM))) return join(assets, PROGRAM);
  const cached = join(CACHE_DIR, PROGRAM);
  if (existsSync(cached)) return cached;
  return build && hasGo() ? buildApiServer(cached) : undefined;
}

/** Whether Go is there and new enough for the module; it must not fetch another Go by itself. */
export function hasGo(): boolean {
  try {
    const version = execFileSync("go", ["version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Number(/go1\.(\d+)/.exec(version)?.[1] ?? 0) >= 26;
  } catch {
    return false;
  }
}

function buildApiServer(target: string): string {
  process.stderr.write(`building kube-apiserver ${KUBERNETES_VERSION} (five to ten minutes, once)…\n`);
  mkdirSync(CACHE_DIR, { recursive: true });
  const built = `${target}.${process.pid}`;
  const [major = "", minor = ""] = KUBERNETES_VERSION.slice(1).split(".");
  // Without these the server calls itself v0.0.0, and clients and feature gates take it for an ancient one.
  const variables = { gitVersion: KUBERNETES_VERSION, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  const flags = Object.entries(variables).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  execFileSync(
    "go",
    ["build", "-o", built, "-ldflags", ["-s", "-w", ...flags].join(" "), "k8s.io/kubernetes/cmd/kube-apiserver"],
    {
      cwd: MODULE_DIR,
      env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  renameSync(built, target);
  return target;
}
