import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "bedrock-agent-guardrail",
  title: "Put a guardrail around agents.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Without one nothing filters what an agent is asked, or what it says.",
  fix: "Set guardrailConfigurations with the id and version of an aws.bedrock.Guardrail.",
  links: [awsDocs("Guardrails of agents", "bedrock/latest/userguide/agents-guardrail.html")],
  types: ["aws:bedrock/agentAgent:AgentAgent"],
  check: (agent) => {
    const guardrails = agent.get("guardrailConfigurations");
    return guardrails.items().length > 0
      ? []
      : [guardrails.fail("Nothing filters what the agent is asked, or says; set guardrailConfigurations")];
  },
  examples: {
    pass: [{ inputs: { guardrailConfigurations: [{ guardrailIdentifier: "a1b2c3", guardrailVersion: "1" }] } }],
    fail: [
      { name: "not set", inputs: { agentName: "shop" }, path: "/guardrailConfigurations", message: "Nothing filters" },
    ],
    undecided: [{ inputs: { guardrailConfigurations: UNKNOWN }, path: "/guardrailConfigurations" }],
  },
});
