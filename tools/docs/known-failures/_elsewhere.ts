/** What others meet and this design cannot, with the reason. */
export const ELSEWHERE: readonly (readonly [failures: string, why: string])[] = [
  [
    "Limits of a proxy in the cluster that refill too early, fail when Redis is away, or count anew with another backend",
    "there is no such proxy: the web ACL stops floods, and the application counts exactly",
  ],
  [
    "Encoded characters and underscored headers that a proxy passes on, and metrics of its routers",
    "there is no such proxy; the load balancer drops malformed headers, and answers with 429 are read from CloudFront's log",
  ],
  [
    "Routes of the Gateway API that one namespace takes from another, and its versions that are no longer served",
    "routes are rules of the load balancer, written by the program; the pack judges Gateway objects of other programs",
  ],
  ["Certificates that a controller in the cluster issues and renews", "ACM issues and renews all of them"],
  ["Bindings of a load-balancer controller that one runs oneself", "Auto Mode brings its own, with its own API group"],
  ["Pod identities on Fargate, which has none, and trust by OIDC subject", "all pods run on Auto Mode's nodes"],
  [
    "Nodes with SSH, old images or metadata in reach of pods",
    "Auto Mode's nodes have no shell, live two weeks and allow one hop",
  ],
  [
    "Cost and failover of Aurora, lag of read replicas, a master password that is changed under blue/green",
    "the database is an RDS instance with a standby, without replicas to read from and without blue/green",
  ],
  ["Sessions that RDS Proxy pins", "the pooler is PgBouncer"],
  [
    "Logins with IAM tokens, which PgBouncer does not know",
    "services log in with passwords that rotate; tokens are for people, who connect directly",
  ],
  ["Entry points of other PgBouncer images", "the image is built here, and writes no configuration at its start"],
  [
    "Durable writes of Valkey, and its serverless form, which both need cluster mode",
    "groups have cluster mode off, for ordinary clients; what is lost with the last node is said by the component",
  ],
  [
    "Turning on TLS and users together in a group that has neither",
    "groups are made with both, and none that exists already is adopted",
  ],
  ["Room that ElastiCache keeps for snapshots and failovers", "its default, a quarter of the memory, is left as it is"],
  ["NAT gateways for a region, which have no subnet", "there is one in each zone, or a single one, or none"],
  [
    "VPC Block Public Access and VPC origins, which nobody has tried together",
    "nothing here turns it on; the pack has a rule for programs that do",
  ],
  ["Malware protection's price and its own largest object", "figures of a service that is a choice by setting"],
  ["Insecure defaults of other libraries and modules", "they are not used; the pack judges what is made with them"],
];
