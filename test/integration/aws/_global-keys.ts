/**
 * The condition keys that IAM has for every service, from the IAM User Guide, "AWS global condition context keys".
 * Keys about tags are not among them: an action either takes a tag or does not, and the database says which.
 */
const types: Readonly<Record<string, string>> = {
  "aws:CalledVia": "ArrayOfString",
  "aws:CalledViaFirst": "String",
  "aws:CalledViaLast": "String",
  "aws:CurrentTime": "Date",
  "aws:Ec2InstanceSourceVpc": "String",
  "aws:EpochTime": "Date",
  "aws:FederatedProvider": "String",
  "aws:MultiFactorAuthAge": "Numeric",
  "aws:MultiFactorAuthPresent": "Bool",
  "aws:PrincipalAccount": "String",
  "aws:PrincipalArn": "ARN",
  "aws:PrincipalIsAWSService": "Bool",
  "aws:PrincipalOrgID": "String",
  "aws:PrincipalOrgPaths": "ArrayOfString",
  "aws:PrincipalServiceName": "String",
  "aws:PrincipalServiceNamesList": "ArrayOfString",
  "aws:PrincipalTag/": "String",
  "aws:PrincipalType": "String",
  "aws:RequestedRegion": "String",
  "aws:ResourceAccount": "String",
  "aws:ResourceOrgID": "String",
  "aws:ResourceOrgPaths": "ArrayOfString",
  "aws:SecureTransport": "Bool",
  "aws:SourceAccount": "String",
  "aws:SourceArn": "ARN",
  "aws:SourceIp": "IPAddress",
  "aws:SourceOrgID": "String",
  "aws:SourceOrgPaths": "ArrayOfString",
  "aws:SourceVpc": "String",
  "aws:SourceVpcArn": "ARN",
  "aws:SourceVpce": "String",
  "aws:TokenIssueTime": "Date",
  "aws:UserAgent": "String",
  "aws:userid": "String",
  "aws:username": "String",
  "aws:ViaAWSService": "Bool",
  "aws:VpcSourceIp": "IPAddress",
};

const byLowerCase = new Map(Object.entries(types).map(([key, type]) => [key.toLowerCase(), type]));

export function globalKeyType(key: string): string | undefined {
  return byLowerCase.get(key.replace(/\/.*$/, "/").toLowerCase());
}
