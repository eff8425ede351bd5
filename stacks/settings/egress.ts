import * as z from "zod";
import { egressDomain, port, referenceName, text } from "./_fields.ts";

export const egress = z
  .record(
    referenceName,
    z.strictObject({
      domains: z.array(egressDomain).min(1).describe("Names the destination answers to."),
      port: port.default(443).describe("TCP port."),
      purpose: text(4, 200).describe("What is sent there and why."),
    }),
  )
  .default({})
  .describe("Third parties that workloads may reach, by name. Everything else outside is closed.");
