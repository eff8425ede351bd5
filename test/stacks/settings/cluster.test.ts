import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Cluster", () => {
  test("refuses a version whose standard support ends within 60 days", () => {
    expect(refusal({ cluster: { version: "1.34" } })).toBe(
      message(
        block(
          "cluster.version is refused",
          '"1.34"',
          "another version, because its standard support ends on 2026-12-02, less than 60 days after 2026-11-20. Choose 1.35 or 1.36.",
        ),
      ),
    );
  });

  test("refuses a version it knows nothing of", () => {
    expect(refusal({ cluster: { version: "1.31" } })).toBe(
      message(
        block(
          "cluster.version is refused",
          '"1.31"',
          "1.34, 1.35, 1.36. Only versions whose end of support is known are allowed.",
        ),
      ),
    );
  });

  test("refuses a private endpoint that nobody reaches", () => {
    expect(refusal({ cluster: { endpoint: { access: "private", publicCidrs: null } } })).toBe(
      message(
        block(
          "cluster.endpoint.access leaves nobody who can reach the API server",
          '"private"',
          'set network.runner or network.peeredCidrs, or use { access: "public", publicCidrs: […] }',
        ),
      ),
    );
  });

  test("refuses an endpoint for everybody, and private addresses", () => {
    expect(refusal({ cluster: { endpoint: { publicCidrs: ["0.0.0.0/0", "10.0.0.0/8"] } } })).toBe(
      message(
        block(
          "cluster.endpoint.publicCidrs[0] opens the API server to much of the internet",
          '"0.0.0.0/0"',
          "public networks of /8 or narrower, such as 198.51.100.0/24",
        ),
        block(
          "cluster.endpoint.publicCidrs[1] is private, which EKS refuses here",
          '"10.0.0.0/8"',
          "public addresses; the VPC reaches the endpoint anyway",
        ),
      ),
    );
  });

  test("refuses roles of another account", () => {
    expect(refusal({ cluster: { access: { adminRoleArns: ["arn:aws:iam::999999999999:role/platform-admin"] } } })).toBe(
      message(
        block(
          "cluster.access.adminRoleArns[0] is a role of another account",
          '"arn:aws:iam::999999999999:role/platform-admin"',
          "a role of account 123456789012; let foreign roles assume one of its own",
        ),
      ),
    );
  });

  test("refuses a role that is listed twice", () => {
    expect(
      refusal({ cluster: { access: { readOnlyRoleArns: ["arn:aws:iam::123456789012:role/platform-operator"] } } }),
    ).toBe(
      message(
        block(
          "cluster.access.readOnlyRoleArns[0] is cluster.access.operatorRoleArns[0] already",
          '"arn:aws:iam::123456789012:role/platform-operator"',
          "one access entry for each role",
        ),
      ),
    );
  });

  test("refuses families of another architecture than the images'", () => {
    expect(refusal({ cluster: { nodes: { instanceFamilies: ["m7i", "c7gn"] } } })).toBe(
      message(
        block(
          "cluster.nodes.instanceFamilies[1] is of arm64",
          '"c7gn"',
          'a family of amd64, or cluster.nodes.architecture "arm64" with images built for it',
        ),
      ),
    );
    expect(refusal({ cluster: { nodes: { architecture: "arm64", instanceFamilies: ["m7g", "c8gd", "r8g"] } } })).toBe(
      "no error",
    );
  });
});
