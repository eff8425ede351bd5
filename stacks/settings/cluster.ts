import * as z from "zod";
import { cidr, cpu, logRetentionDays, memory, roleArn, whole } from "./_fields.ts";

export const cluster = z
  .strictObject({
    version: z
      .string()
      .regex(/^1\.\d{2}$/)
      .meta({ allowed: 'a Kubernetes minor version in quotes such as "1.36"' })
      .default("1.36")
      .describe("Kubernetes minor version. Refused when its standard support ends within 60 days."),
    endpoint: z
      .discriminatedUnion("access", [
        z.strictObject({
          access: z.literal("public").describe("Reachable from the listed networks and from inside the VPC."),
          publicCidrs: z
            .array(cidr)
            .min(1)
            .max(40)
            .describe("Networks that may reach the API server. Never 0.0.0.0/0."),
        }),
        z.strictObject({
          access: z
            .literal("private")
            .describe("Reachable from inside only: needs `network.runner` or `network.peeredCidrs`."),
        }),
      ])
      .describe("From where the API server is reached."),
    access: z
      .strictObject({
        deployerRoleArns: z
          .array(roleArn)
          .min(1)
          .meta({ allowed: "a list of at least one role" })
          .describe(
            "The roles that run `pulumi up`; they make node pools and namespaces. To change the role, list both, deploy with the old one, and then take it out.",
          ),
        adminRoleArns: z
          .array(roleArn)
          .default([])
          .describe("Roles that may do everything in the workload namespaces."),
        operatorRoleArns: z
          .array(roleArn)
          .default([])
          .describe("Roles that change ordinary objects in the workload namespaces."),
        readOnlyRoleArns: z.array(roleArn).default([]).describe("Roles that may look at everything but secrets."),
        breakGlassRoleArn: z.exactOptional(roleArn).describe("A role for emergencies; each use raises an alarm."),
      })
      .describe("Access entries; the creator gets none by itself."),
    serviceCidr: cidr
      .default("172.20.0.0/16")
      .describe("Addresses of Kubernetes services. Must not overlap the VPC or its peers."),
    nodes: z
      .strictObject({
        instanceFamilies: z
          .array(
            z
              .string()
              .regex(/^[cmr]([5-9]|\d\d)[a-z0-9-]*$/)
              .meta({
                allowed:
                  "a family c, m or r of generation 5 or later, such as m7i; others cannot give single pods a security group",
              }),
          )
          .min(1)
          .default(["m7i", "c7i", "r7i"])
          .describe("Instance families that Auto Mode may choose from."),
        architecture: z
          .enum(["amd64", "arm64"])
          .default("amd64")
          .describe("Processor architecture of nodes and images."),
        capacityType: z
          .enum(["on-demand", "spot"])
          .default("on-demand")
          .describe("`spot` is cheaper and taken away with two minutes' notice. Not in prod."),
        maxCpus: whole(4, 10_000, "vCPUs").default(64).describe("Most vCPUs the node pool may grow to."),
        diskGib: whole(40, 1_000, "GiB").default(80).describe("Disk of each node for images and writable layers."),
        maxMemoryGib: whole(16, 40_000, "GiB").default(256).describe("Most memory the node pool may grow to."),
      })
      .prefault({})
      .describe("Nodes of the workloads."),
    quota: z
      .strictObject({
        cpuRequests: cpu.default("32").describe("CPU that pods may request together."),
        cpuLimits: cpu.default("64").describe("CPU limits of all pods together."),
        memory: memory.default("128Gi").describe("Memory of all pods together."),
        pods: whole(10, 5_000, "pods").default(200).describe("Most pods."),
      })
      .prefault({})
      .describe("What the workloads' namespace may use."),
    logRetentionDays: logRetentionDays.default(365).describe("How long control-plane logs are kept."),
  })
  .describe("The EKS Auto Mode cluster.");
