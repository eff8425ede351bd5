import { describe, expect, test } from "vitest";
import { assertKubernetesName, assertRoomForRole } from "../../components/_labels.ts";
import { assertDigestPinned, assertResources, mebibytes } from "../../components/_pod.ts";

const DIGEST = "0123456789abcdef".repeat(4);

describe("assertDigestPinned", () => {
  test.each([`acme/api@sha256:${DIGEST}`, `registry.acme.com:5000/acme/api:1.4.0@sha256:${DIGEST}`])(
    "accepts %s",
    (image) => {
      expect(() => assertDigestPinned("here", image)).not.toThrow();
    },
  );

  test.each([
    "acme/api",
    "acme/api:1.4.0",
    "acme/api@sha256:0123",
    `acme/api@sha256:${DIGEST.toUpperCase()}`,
    `acme/api@sha256:${DIGEST}0`,
    ` acme/api@sha256:${DIGEST}`,
  ])("refuses %s", (image) => {
    expect(() => assertDigestPinned("here", image)).toThrow(`here: image is "${image}"; allowed is`);
  });
});

describe("assertResources", () => {
  const good = { cpuRequest: "250m", cpuLimit: "1", memory: "1Gi" };
  test.each([
    [{ memory: "512M" }, 'resources.memory is "512M"; allowed are whole Mi or Gi, such as 512Mi.'],
    [{ ephemeralStorage: "1.5Gi" }, 'resources.ephemeralStorage is "1.5Gi"'],
    [{ cpuRequest: "0.25" }, 'resources.cpuRequest is "0.25"; allowed are CPUs or thousandths, such as 2 or 250m.'],
    [{ cpuLimit: "100m" }, 'resources.cpuLimit is "100m", below resources.cpuRequest "250m"; raise the limit.'],
  ])("refuses %o", (change, message) => {
    expect(() => assertResources("here", { ...good, ...change })).toThrow(message);
  });

  test("accepts whole quantities", () => {
    expect(() => assertResources("here", good)).not.toThrow();
    expect([mebibytes("512Mi"), mebibytes("2Gi")]).toEqual([512, 2048]);
  });
});

describe("assertKubernetesName", () => {
  test.each(["Api", "1api", "api-", "api_worker", "a".repeat(64), ""])('refuses "%s"', (name) => {
    expect(() => assertKubernetesName("here", "name", name)).toThrow(`here: name is "${name}"; allowed are 1 to 63`);
  });

  test("accepts names that fit what Kubernetes makes of them", () => {
    expect(() => assertKubernetesName("here", "name", "a".repeat(52), 52)).not.toThrow();
    expect(() => assertKubernetesName("here", "name", "a".repeat(53), 52)).toThrow("allowed are 1 to 52");
  });
});

test("assertRoomForRole leaves IAM its 64 characters", () => {
  expect(() => assertRoomForRole("here", "a".repeat(51), "-role")).not.toThrow();
  expect(() => assertRoomForRole("here", "a".repeat(52), "-role")).toThrow(
    "here: the component's name has 52 characters, but names of its IAM roles begin with it and allow 51. Shorten it.",
  );
});
