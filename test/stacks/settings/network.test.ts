import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Network", () => {
  test("refuses a network that three tiers do not fit", () => {
    expect(refusal({ network: { cidr: "10.20.0.0/24" } })).toBe(
      message(
        block("network.cidr does not fit three tiers in each zone", '"10.20.0.0/24"', "a network from /16 to /20"),
      ),
    );
  });

  test("refuses public addresses", () => {
    expect(refusal({ network: { cidr: "8.8.0.0/16" } })).toBe(
      message(
        block(
          "network.cidr is not private",
          '"8.8.0.0/16"',
          "a network inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
        ),
      ),
    );
  });

  test("refuses a peer that overlaps", () => {
    expect(refusal({ network: { peeredCidrs: ["10.20.128.0/17"] } })).toBe(
      message(
        block(
          "network.peeredCidrs[0] overlaps 10.20.0.0/16",
          '"10.20.128.0/17"',
          "a network that shares no address with 10.20.0.0/16",
        ),
      ),
    );
  });

  test("refuses service addresses that overlap", () => {
    expect(refusal({ cluster: { serviceCidr: "10.20.0.0/20" } })).toBe(
      message(
        block(
          "cluster.serviceCidr overlaps 10.20.0.0/16",
          '"10.20.0.0/20"',
          "a network that shares no address with 10.20.0.0/16",
        ),
      ),
    );
  });

  test("refuses service addresses that are public", () => {
    expect(refusal({ cluster: { serviceCidr: "100.64.0.0/16" } })).toBe(
      message(
        block(
          "cluster.serviceCidr is not a private network from /12 to /24",
          '"100.64.0.0/16"',
          "a network inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, from /12 to /24",
        ),
      ),
    );
  });

  test("refuses a zone of another region", () => {
    expect(refusal({ network: { availabilityZones: ["eu-west-1a", "eu-central-1b"] } })).toBe(
      message(
        block(
          "network.availabilityZones[0] is not in eu-central-1",
          '"eu-west-1a"',
          "a zone of eu-central-1 such as eu-central-1a",
        ),
      ),
    );
  });

  test("refuses a zone that is listed twice", () => {
    expect(refusal({ network: { availabilityZones: ["eu-central-1b", "eu-central-1b"] } })).toBe(
      message(block("network.availabilityZones[1] is listed twice", '"eu-central-1b"', "each zone once")),
    );
  });

  test("refuses to shut in workloads that reach third parties", () => {
    expect(refusal({ network: { natGateways: "none" } })).toBe(
      message(
        block(
          "network.natGateways leaves no way out, but workloads reach third parties",
          '"none"',
          '"per-zone" or "single" while workloads.api.egress is not empty',
        ),
      ),
    );
  });

  test("refuses names that leave no room for the parts behind them", () => {
    expect(refusal({ environment: "production-a" })).toBe(
      message(
        block(
          "environment makes names that begin with mahaseel-production-a, 21 characters long",
          '"production-a"',
          "system and environment of at most 19 characters together",
        ),
        block(
          'environment is "production-a", but rampart:environment says otherwise',
          '"prod"',
          "the same in both places",
          undefined,
          "rampart:environment in the stack's configuration",
        ),
      ),
    );
  });

  test("refuses a region that is none, and names the nearest", () => {
    const text = refusal({
      backup: { copyRegion: "eu-wst-1" },
      database: { backupReplication: { region: "eu-wst-1" } },
    });
    expect(text).toContain(
      'backup.copyRegion is no region that is known\n  given:   "eu-wst-1"\n  allowed: one of af-south-1, ',
    );
    expect(text).toContain("database.backupReplication.region is no region that is known");
    expect(text).toContain('  nearest: "eu-west-1"');
  });

  test("says of a region that is none no more than that", () => {
    const text = refusal({ region: "eu-centrel-1" });
    expect(text).toContain("region is no region that is known");
    expect(text).not.toContain("availabilityZones");
  });

  test.each(["cn-north-1", "us-gov-west-1"])("refuses %s, a partition without what the platform needs", (region) => {
    expect(refusal({ region })).toContain("region lies in a partition of AWS that the platform cannot run in");
  });

  test("without NAT gateways refuses a list that lacks an endpoint", () => {
    const text = refusal({
      network: {
        natGateways: "none",
        interfaceEndpoints: ["ecr.api", "ecr.dkr", "eks-auth", "kms", "logs", "ssm", "sts"],
      },
    });
    expect(text).toContain(
      "network.interfaceEndpoints lacks elasticache, secretsmanager, and without NAT gateways nodes and pods have no other way there",
    );
  });

  test.each([
    [["sts", "sts"], "network.interfaceEndpoints[1] is listed twice"],
    [["s3"], "network.interfaceEndpoints[0] is there already"],
    [["com.amazonaws.eu-central-1.ecr.api"], "the short one, such as ecr.api"],
  ])("refuses the endpoints %j", (interfaceEndpoints, text) => {
    expect(refusal({ network: { interfaceEndpoints } })).toContain(text);
  });
});
