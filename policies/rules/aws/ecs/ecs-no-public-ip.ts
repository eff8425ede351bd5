import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-no-public-ip",
  title: "Give tasks no public address.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A task with a public address is one security group away from the internet.",
  fix: "Leave assignPublicIp out, and let a load balancer lead to the tasks.",
  links: [
    securityHub("ecs"),
    awsDocs("Networking of Fargate tasks", "AmazonECS/latest/developerguide/fargate-task-networking.html"),
  ],
  types: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  check: (service) =>
    service
      .get("networkConfiguration", "assignPublicIp")
      .mustNotBe(true, "Tasks get public addresses; set assignPublicIp to false"),
  examples: {
    pass: [
      { inputs: { networkConfiguration: { subnets: ["subnet-a"], assignPublicIp: false } } },
      { name: "not set", inputs: { networkConfiguration: { subnets: ["subnet-a"] } } },
    ],
    fail: [
      {
        inputs: { networkConfiguration: { assignPublicIp: true } },
        path: "/networkConfiguration/assignPublicIp",
        message: "public addresses",
      },
      {
        type: "aws:ecs/taskSet:TaskSet",
        inputs: { networkConfiguration: { assignPublicIp: true } },
        path: "/networkConfiguration/assignPublicIp",
        message: "public addresses",
      },
    ],
    undecided: [
      { inputs: { networkConfiguration: { assignPublicIp: UNKNOWN } }, path: "/networkConfiguration/assignPublicIp" },
      { inputs: { networkConfiguration: UNKNOWN }, path: "/networkConfiguration" },
    ],
  },
});
