// Region, partition and endpoint.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PARTITIONS } from "../../src/request/partitions.ts";
import { ACCOUNT_ID, assertRefused, type FlagTexts, resolve } from "./given.ts";

const NO_ACCOUNT = { GITLAB_AWS_ACCOUNT_ID: undefined };
const arnIn = (partition: string): string => `arn:${partition}:iam::${ACCOUNT_ID}:role/deploy`;

function placeOf(flags: FlagTexts, variables: Record<string, string | undefined> = {}): string {
  const { region, partition, endpoint, roleArn } = resolve(flags, variables);
  assert.equal(roleArn.value.split(":")[1], partition.value);
  return `${region.value} ${partition.value} ${endpoint.value}`;
}

describe("request: region", () => {
  it("comes from the flag, then AWS_REGION, then AWS_DEFAULT_REGION, then us-east-1", () => {
    const variables = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" };
    assert.deepEqual(resolve({ region: "eu-central-1" }, variables).region, {
      value: "eu-central-1",
      origin: { kind: "flag", name: "region" },
    });
    assert.deepEqual(resolve({}, variables).region, {
      value: "eu-west-1",
      origin: { kind: "variable", name: "AWS_REGION" },
    });
    assert.deepEqual(resolve({}, { ...variables, AWS_REGION: "" }).region, {
      value: "eu-west-2",
      origin: { kind: "variable", name: "AWS_DEFAULT_REGION" },
    });
    assert.deepEqual(resolve().region, { value: "us-east-1", origin: { kind: "default" } });
  });

  for (const value of [
    "EU-WEST-1",
    "eu west 1",
    "eu.west.1",
    "eu/west",
    "-eu",
    "evil.example.com#",
    "é",
    "a".repeat(64),
    "x\n",
  ])
    it(`refuses ${JSON.stringify(value)}, because it becomes part of a host name`, () => {
      assertRefused(() => resolve({ region: value }), 3, "--region", JSON.stringify(value));
      assertRefused(() => resolve({}, { AWS_REGION: value }), 3, "AWS_REGION", JSON.stringify(value));
      assertRefused(() => resolve({}, { AWS_DEFAULT_REGION: value }), 3, "AWS_DEFAULT_REGION");
    });

  it("of a name that no partition knows is one of aws, as in the SDKs", () => {
    assert.equal(
      placeOf({ region: "mars-north-1" }),
      "mars-north-1 aws https://sts.mars-north-1.amazonaws.com",
    );
  });
});

/** The first region and the endpoint of each partition. */
const FIRST: readonly (readonly [partition: string, region: string, endpoint: string])[] = [
  ["aws", "us-east-1", "https://sts.us-east-1.amazonaws.com"],
  ["aws-cn", "cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn"],
  ["aws-us-gov", "us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com"],
  ["aws-eusc", "eusc-de-east-1", "https://sts.eusc-de-east-1.amazonaws.eu"],
  ["aws-iso", "us-iso-east-1", "https://sts.us-iso-east-1.c2s.ic.gov"],
  ["aws-iso-b", "us-isob-east-1", "https://sts.us-isob-east-1.sc2s.sgov.gov"],
  ["aws-iso-e", "eu-isoe-west-1", "https://sts.eu-isoe-west-1.cloud.adc-e.uk"],
  ["aws-iso-f", "us-isof-south-1", "https://sts.us-isof-south-1.csp.hci.ic.gov"],
];

describe("request: partition", () => {
  it("has a row here for each row of the table", () => {
    assert.deepEqual(
      PARTITIONS.map(({ name }) => name),
      FIRST.map(([name]) => name),
    );
  });

  for (const [partition, region, endpoint] of FIRST) {
    it(`${partition}: from its flag, from a role ARN, from a region`, () => {
      assert.equal(placeOf({ partition }), `${region} ${partition} ${endpoint}`);
      assert.equal(placeOf({ "role-arn": arnIn(partition) }), `${region} ${partition} ${endpoint}`);
      assert.equal(
        placeOf({}, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: arnIn(partition) }),
        `${region} ${partition} ${endpoint}`,
      );
      assert.equal(placeOf({ region }), `${region} ${partition} ${endpoint}`);
      assert.equal(placeOf({}, { AWS_DEFAULT_REGION: region }), `${region} ${partition} ${endpoint}`);
    });

    it(`${partition}: the region belongs to no other`, () => {
      assert.deepEqual(
        PARTITIONS.filter(({ regions }) => regions.test(region)).map(({ name }) => name),
        [partition],
      );
    });
  }

  it("remembers where it came from", () => {
    assert.deepEqual(resolve({ partition: "aws-cn" }).partition.origin, { kind: "flag", name: "partition" });
    assert.deepEqual(resolve({ "role-arn": arnIn("aws-cn") }).partition.origin, {
      kind: "flag",
      name: "role-arn",
    });
    assert.equal(resolve({ region: "cn-north-1" }).partition.origin.kind, "derived");
    assert.equal(resolve({ partition: "aws-cn" }).region.origin.kind, "derived");
    assert.equal(resolve().partition.origin.kind, "default");
  });

  it("refuses a name that is none", () => {
    for (const partition of ["mars", "AWS", "aws-", "toString"])
      assertRefused(() => resolve({ partition }), 3, "--partition", JSON.stringify(partition), "aws-us-gov");
  });

  it("by flag beats a region or a role ARN in a variable", () => {
    const cn = "cn-north-1 aws-cn https://sts.cn-north-1.amazonaws.com.cn";
    assert.equal(placeOf({ partition: "aws-cn" }, { AWS_REGION: "eu-west-1" }), cn);
    assert.equal(placeOf({ partition: "aws-cn" }, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: arnIn("aws") }), cn);
    assert.equal(placeOf({ "role-arn": arnIn("aws-cn") }, { AWS_REGION: "eu-west-1" }), cn);
  });

  it("and a region of it given beside it: the region stands", () => {
    const northwest = "cn-northwest-1 aws-cn https://sts.cn-northwest-1.amazonaws.com.cn";
    assert.equal(placeOf({ partition: "aws-cn", region: "cn-northwest-1" }), northwest);
    assert.equal(placeOf({ partition: "aws-cn" }, { AWS_REGION: "cn-northwest-1" }), northwest);
    assert.equal(
      placeOf({ partition: "aws-cn", region: "mars-1" }),
      "mars-1 aws-cn https://sts.mars-1.amazonaws.com.cn",
    );
  });

  it("that disagrees with a region or an ARN given the same way: the message names both", () => {
    assertRefused(
      () => resolve({ partition: "aws-cn", region: "eu-west-1" }),
      3,
      "--partition",
      "--region",
      "eu-west-1",
    );
    assertRefused(
      () => resolve({ partition: "aws-cn", "role-arn": arnIn("aws") }),
      3,
      "--partition",
      "--role-arn",
    );
    assertRefused(
      () => resolve({ "role-arn": arnIn("aws-cn"), region: "eu-west-1" }),
      3,
      "--role-arn",
      "--region",
    );
    assertRefused(
      () => resolve({}, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: arnIn("aws-cn"), AWS_REGION: "eu-west-1" }),
      3,
      "GITLAB_AWS_ROLE_ARN",
      "AWS_REGION",
    );
  });
});

describe("request: STS endpoint", () => {
  const flag = "https://flag.example.com";
  const variables = {
    AWS_ENDPOINT_URL_STS: "https://sts.example.com",
    AWS_ENDPOINT_URL: "https://aws.example.com",
  };

  it("comes from the flag, then AWS_ENDPOINT_URL_STS, then AWS_ENDPOINT_URL, else from the region", () => {
    assert.deepEqual(resolve({ "sts-endpoint": flag }, variables).endpoint, {
      value: flag,
      origin: { kind: "flag", name: "sts-endpoint" },
    });
    assert.deepEqual(resolve({}, variables).endpoint, {
      value: "https://sts.example.com",
      origin: { kind: "variable", name: "AWS_ENDPOINT_URL_STS" },
    });
    assert.deepEqual(resolve({}, { ...variables, AWS_ENDPOINT_URL_STS: "" }).endpoint, {
      value: "https://aws.example.com",
      origin: { kind: "variable", name: "AWS_ENDPOINT_URL" },
    });
    assert.equal(resolve().endpoint.origin.kind, "derived");
  });

  it("may have a port and a path, and be http", () => {
    for (const url of ["http://127.0.0.1:4566", "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com/path/"])
      assert.equal(resolve({ "sts-endpoint": url }).endpoint.value, url);
  });

  for (const url of [
    "sts.example.com",
    "localhost:4566",
    "ftp://sts.example.com",
    "https://",
    "https://a b",
    "file:///etc",
    "https://h/?x=1",
    "https://h/#x",
  ])
    it(`refuses ${url}`, () => {
      assertRefused(() => resolve({ "sts-endpoint": url }), 3, "--sts-endpoint", JSON.stringify(url), "URL");
      assertRefused(() => resolve({}, { AWS_ENDPOINT_URL_STS: url }), 3, "AWS_ENDPOINT_URL_STS");
      assertRefused(() => resolve({}, { AWS_ENDPOINT_URL: url }), 3, "AWS_ENDPOINT_URL");
    });

  for (const url of [
    "https://me:hunter2hunter2@sts.example.com",
    "me:hunter2hunter2@sts.example.com",
    "https://me:hunter2hunter2@",
  ])
    it(`does not repeat the password of ${url.replace("hunter2hunter2", "…")}`, () => {
      assertRefused(() => resolve({ "sts-endpoint": url }), 3, "--sts-endpoint", /^(?![\s\S]*hunter2)/);
    });
});
