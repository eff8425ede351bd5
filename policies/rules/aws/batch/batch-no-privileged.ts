import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { field, jobContainers, podContainers } from "../_containers.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "batch-no-privileged",
  title: "Run no privileged containers in jobs.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A privileged container is root on its host.",
  fix: "Leave privileged out of the container properties.",
  links: [awsDocs("Job definition parameters", "batch/latest/userguide/job_definition_parameters.html")],
  types: ["aws:batch/jobDefinition:JobDefinition"],
  check: (definition) =>
    all(
      () => each(jobContainers(definition), (container) => field(container, "privileged").mustNotBe(true, PRIVILEGED)),
      () =>
        each(podContainers(definition), (container) =>
          container.get("securityContext", "privileged").mustNotBe(true, PRIVILEGED),
        ),
    ),
  examples: {
    pass: [
      { inputs: { type: "container", containerProperties: JSON.stringify({ image: "job:1.4.2", privileged: false }) } },
      {
        inputs: {
          type: "container",
          eksProperties: {
            podProperties: { containers: [{ image: "job:1.4.2", securityContext: { privileged: false } }] },
          },
        },
      },
    ],
    fail: [
      {
        inputs: { containerProperties: JSON.stringify({ privileged: true }) },
        path: "/containerProperties",
        message: "is privileged",
      },
      {
        name: "on a node",
        inputs: {
          type: "multinode",
          nodeProperties: JSON.stringify({ nodeRangeProperties: [{ container: { privileged: true } }] }),
        },
        path: "/nodeProperties",
        message: "is privileged",
      },
      {
        name: "in a task",
        inputs: { ecsProperties: JSON.stringify({ taskProperties: [{ containers: [{ privileged: true }] }] }) },
        path: "/ecsProperties",
        message: "is privileged",
      },
      {
        name: "in a pod",
        inputs: { eksProperties: { podProperties: { containers: [{ securityContext: { privileged: true } }] } } },
        path: "/eksProperties/podProperties/containers/0/securityContext/privileged",
        message: "is privileged",
      },
    ],
    undecided: [
      { inputs: { containerProperties: UNKNOWN }, path: "/containerProperties" },
      { inputs: { eksProperties: UNKNOWN }, path: "/eksProperties" },
    ],
  },
});
const PRIVILEGED = "A container is privileged, which makes it root on its host; leave privileged out";
