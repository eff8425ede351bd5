import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import { isOffline } from "../../stacks/offline.ts";

const MOCKS: pulumi.runtime.Mocks = {
  newResource: ({ inputs }) => ({ id: "id", state: inputs }),
  call: ({ inputs }) => inputs,
};

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  { what: "a recording", variable: "1", preview: true, offline: true },
  { what: "an update with the variable left over", variable: "1", preview: false, offline: false },
  { what: "a preview of a real engine", variable: undefined, preview: true, offline: false },
])("$what: $offline", async ({ variable, preview, offline }) => {
  vi.stubEnv("RAMPART_OFFLINE", variable);
  await pulumi.runtime.setMocks(MOCKS, "project", "stack", preview);
  expect(isOffline()).toBe(offline);
});
