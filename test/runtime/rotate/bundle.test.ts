import { writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { bundleRotate, rotateBundle } from "../../../runtime/rotate/bundle.ts";

test("is the same text each time, with or without the cache", () => {
  const script = bundleRotate();
  expect(bundleRotate()).toBe(script);
  expect(rotateBundle()).toBe(script);
  expect(rotateBundle()).toBe(script);
});

test("needs only Node and the AWS SDK of the runtime, and names nothing of this machine", () => {
  const script = bundleRotate();
  const needed = [...script.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name ?? "");
  const foreign = new Set(needed.filter((name) => !isBuiltin(name)));
  // The last two are looked up inside functions of pg that never run here.
  expect([...foreign].toSorted()).toEqual([
    "@aws-sdk/client-elasticache",
    "@aws-sdk/client-secrets-manager",
    "pg-cloudflare",
    "pg-native",
  ]);
  expect(script).not.toContain(process.cwd());
});

test("runs as CommonJS and exports the handler that Lambda is told to call", async () => {
  // Beside the project's own modules, so that the AWS SDK is found as it is in the runtime.
  const file = fileURLToPath(new URL("../../../node_modules/.cache/rampart/bundle-under-test.cjs", import.meta.url));
  writeFileSync(file, rotateBundle());
  const { handler } = createRequire(import.meta.url)(file) as { handler: (event: unknown) => Promise<void> };
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await expect(handler({})).rejects.toThrow("ROTATION_TARGETS is not set; deploy the function again.");
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});
