import { environmentOf, environmentsOf, systems } from "./stacks/environments/index.ts";

// What `rampart preview --all` records: every system in every environment.
export default systems().flatMap((system) =>
  environmentsOf(system).map((environment) => {
    const { region, tier, accountId } = environmentOf(system, environment).input();
    return {
      name: `${system}/${environment}`,
      stack: environment,
      environment,
      tier,
      config: {
        "aws:region": region,
        "aws:allowedAccountIds": JSON.stringify([accountId]),
        "rampart:system": system,
        "rampart:environment": environment,
        "rampart:tier": tier,
      },
    };
  }),
);
