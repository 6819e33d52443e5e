// AWS partitions: which region belongs to which, and the DNS suffix of its endpoints.
// From botocore's partitions.json. Regions are matched by pattern, so that a new region needs no new release.

export interface Partition {
  /** As in `arn:PARTITION:…`. */
  readonly name: string;
  readonly regions: RegExp;
  readonly dnsSuffix: string;
  /** The region to ask when none is given. */
  readonly firstRegion: string;
}

const AWS: Partition = {
  name: "aws",
  regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
  dnsSuffix: "amazonaws.com",
  firstRegion: "us-east-1",
};

export const PARTITIONS: readonly Partition[] = [
  AWS,
  { name: "aws-cn", regions: /^cn-\w+-\d+$/, dnsSuffix: "amazonaws.com.cn", firstRegion: "cn-north-1" },
  {
    name: "aws-us-gov",
    regions: /^us-gov-\w+-\d+$/,
    dnsSuffix: "amazonaws.com",
    firstRegion: "us-gov-west-1",
  },
  {
    name: "aws-eusc",
    regions: /^eusc-(de)-\w+-\d+$/,
    dnsSuffix: "amazonaws.eu",
    firstRegion: "eusc-de-east-1",
  },
  { name: "aws-iso", regions: /^us-iso-\w+-\d+$/, dnsSuffix: "c2s.ic.gov", firstRegion: "us-iso-east-1" },
  {
    name: "aws-iso-b",
    regions: /^us-isob-\w+-\d+$/,
    dnsSuffix: "sc2s.sgov.gov",
    firstRegion: "us-isob-east-1",
  },
  {
    name: "aws-iso-e",
    regions: /^eu-isoe-\w+-\d+$/,
    dnsSuffix: "cloud.adc-e.uk",
    firstRegion: "eu-isoe-west-1",
  },
  {
    name: "aws-iso-f",
    regions: /^us-isof-\w+-\d+$/,
    dnsSuffix: "csp.hci.ic.gov",
    firstRegion: "us-isof-south-1",
  },
];

export function findPartition(name: string): Partition | undefined {
  return PARTITIONS.find((partition) => partition.name === name);
}

/** The partition of a region; that of an unknown region is `aws`, as in the AWS SDKs. */
export function partitionOfRegion(region: string): Partition {
  return PARTITIONS.find((partition) => partition.regions.test(region)) ?? AWS;
}
