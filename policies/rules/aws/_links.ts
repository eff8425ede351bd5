import type { Link } from "../../rule.ts";

const GUIDES = {
  acm: "Certificate Manager",
  backup: "Backup",
  cloudfront: "CloudFront",
  cloudtrail: "CloudTrail",
  cloudwatch: "CloudWatch",
  ec2: "EC2",
  ecr: "ECR",
  eks: "EKS",
  elasticache: "ElastiCache",
  elb: "Elastic Load Balancing",
  guardduty: "GuardDuty",
  iam: "IAM",
  kms: "KMS",
  lambda: "Lambda",
  rds: "RDS",
  s3: "S3",
  secretsmanager: "Secrets Manager",
  sns: "SNS",
  sqs: "SQS",
  ssm: "Systems Manager",
  waf: "WAF",
} as const;

/** The page of AWS Security Hub that lists the controls of a service. */
export function securityHub(service: keyof typeof GUIDES): Link {
  return {
    title: `Security Hub: controls for ${GUIDES[service]}`,
    url: `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html`,
  };
}

/** A page of the AWS documentation, by its path below docs.aws.amazon.com. */
export function awsDocs(title: string, path: string): Link {
  return { title, url: `https://docs.aws.amazon.com/${path}` };
}
