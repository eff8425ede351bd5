/** Home of everything that belongs to CloudFront: web ACLs, certificates, log deliveries and metrics. */
export const EDGE_REGION = "us-east-1";
