# What `aws` says when it fails, what that means and what to do.
#
#   said   parts of what it says, any of which tells the error; the first error
#          of the file that is told counts. Of errors of an API `aws` says
#          "An error occurred (CODE) when calling the …"
#   cause  what is the matter
#   cure   what to do about it
#   source where the parts are from
error "expired" {
  said = [
    "(ExpiredToken", "(RequestExpired)", "Token has expired", "session associated with this profile has expired",
    "Error loading SSO Token", "Error when retrieving token from sso",
  ]
  cause  = "the credentials have expired"
  cure   = "sign in again (with SSO: aws sso login) or fetch new ones"
  source = "docs.aws.amazon.com/AWSEC2/latest/APIReference errors-overview; boto/botocore botocore/exceptions.py"
}

error "denied" {
  said   = ["(UnauthorizedOperation)", "(AccessDenied"]
  cause  = "access denied"
  cure   = "the credentials need the permissions ec2:DescribeInstanceTypes and ec2:DescribeInstanceTypeOfferings, without --regions ec2:DescribeRegions as well"
  source = "docs.aws.amazon.com/AWSEC2/latest/APIReference errors-overview; docs.aws.amazon.com/service-authorization list_amazonec2"
}

error "not-taken" {
  said   = ["(AuthFailure)", "(InvalidClientTokenId)", "(UnrecognizedClientException)", "(OptInRequired)", "(SignatureDoesNotMatch)"]
  cause  = "the credentials are not taken"
  cure   = "are they right, and is the region enabled for the account? --regions names others"
  source = "docs.aws.amazon.com/AWSEC2/latest/APIReference errors-overview"
}

error "throttled" {
  said   = ["(RequestLimitExceeded)", "(Throttl", "(TooManyRequests", "(SlowDown)", "Rate exceeded"]
  cause  = "the API throttles"
  cure   = "aws has tried again by itself, as often as AWS_MAX_ATTEMPTS says; run this again later, with -j 1"
  source = "docs.aws.amazon.com/AWSEC2/latest/APIReference errors-overview; boto/botocore botocore/retries/standard.py"
}

error "no-credentials" {
  said   = ["Unable to locate credentials", "Partial credentials found", "Error when retrieving credentials"]
  cause  = "there are no credentials"
  cure   = "name a profile with --profile, or have aws find them as it does elsewhere"
  source = "boto/botocore botocore/exceptions.py"
}

error "no-profile" {
  said   = ["could not be found"]
  cause  = "there is no such profile"
  cure   = "aws configure list-profiles lists them"
  source = "boto/botocore botocore/exceptions.py"
}

error "no-region" {
  said   = ["You must specify a region"]
  cause  = "no region is set"
  cure   = "name regions with --regions, or set AWS_DEFAULT_REGION or the profile's region"
  source = "boto/botocore botocore/exceptions.py"
}

error "no-connection" {
  said = [
    "Could not connect", "Connection was closed", "Connect timeout", "Read timeout", "Connection reset",
    "Connection aborted", "SSL validation failed", "Failed to connect", "IncompleteRead", "Response ended prematurely",
  ]
  cause  = "the connection failed"
  cure   = "check the network, a proxy and the endpoint; is the region's name right?"
  source = "boto/botocore botocore/exceptions.py; urllib3/urllib3 src/urllib3/exceptions.py"
}
