const home = { stack: "account", tier: "prod" } as const;

// What `rampart preview --all` records: the account in its home region, and what it has in any further one.
export default [
  { ...home, name: "account", environment: "account" },
  { ...home, name: "further-region", environment: "further-region", config: { "aws:region": "eu-west-1" } },
];
