import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "bedrock-agent-cmk",
  title: "Encrypt agents with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Access to instructions and sessions can then be cut at the key.",
  fix: "Set customerEncryptionKeyArn.",
  links: [awsDocs("Encryption of agents", "bedrock/latest/userguide/encryption-agents.html")],
  types: ["aws:bedrock/agentAgent:AgentAgent"],
  check: (agent) => {
    const key = agent.get("customerEncryptionKeyArn");
    return isGiven(agent, key)
      ? []
      : [key.fail("The agent is encrypted with a key of the service; set customerEncryptionKeyArn")];
  },
  examples: {
    pass: [{ inputs: { customerEncryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" } }],
    fail: [
      {
        name: "not set",
        inputs: { agentName: "shop" },
        path: "/customerEncryptionKeyArn",
        message: "key of the service",
      },
    ],
    undecided: [{ inputs: { customerEncryptionKeyArn: UNKNOWN }, path: "/customerEncryptionKeyArn" }],
  },
});
