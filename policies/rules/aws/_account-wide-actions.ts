/** Reads of whole accounts: nearly all of these take no resource. */
const ACCOUNT_READ = /^[a-z0-9-]+:(?:describe|list)/;
/** Other actions that take no resource. */
const NO_RESOURCE = new Set([
  "ecr:getauthorizationtoken",
  "ecr-public:getauthorizationtoken",
  "sts:getcalleridentity",
  "sts:getservicebearertoken",
  "cloudwatch:putmetricdata",
  "cloudwatch:getmetricdata",
  "cloudwatch:getmetricstatistics",
  "xray:puttracesegments",
  "xray:puttelemetryrecords",
  "xray:getsamplingrules",
  "xray:getsamplingtargets",
  "secretsmanager:getrandompassword",
  "s3:getaccountpublicaccessblock",
  "kms:generaterandom",
  "tag:getresources",
  "pricing:getproducts",
  "ce:getcostandusage",
  "iam:getaccountsummary",
  "iam:generatecredentialreport",
  "iam:getcredentialreport",
  "ssmmessages:createcontrolchannel",
  "ssmmessages:createdatachannel",
  "ssmmessages:opencontrolchannel",
  "ssmmessages:opendatachannel",
  "logs:stopquery",
  "logs:getqueryresults",
  "ec2messages:getmessages",
]);

/** Whether an action (lower case) can only be allowed on every resource. */
export function knowsNoResource(action: string): boolean {
  return ACCOUNT_READ.test(action) || NO_RESOURCE.has(action);
}
