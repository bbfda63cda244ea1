#include "cli/aws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "cli/child.hpp"

namespace mng::cli {
namespace {

using End = ChildResult::End;

/// What aws says, and what it means. Of errors of the API it tells the code: "An error occurred (CODE) when …".
struct Meaning {
  std::vector<std::string_view> said;
  const char* cause;
  const char* cure;
};

const std::vector<Meaning>& meanings() {
  static const std::vector<Meaning> all{
      {{"(ExpiredToken", "(RequestExpired)", "Token has expired", "session associated with this profile has expired",
        "Error loading SSO Token", "Error when retrieving token from sso"},
       "the credentials have expired",
       "sign in again (with SSO: aws sso login) or fetch new ones"},
      {{"(UnauthorizedOperation)", "(AccessDenied"},
       "access denied",
       "the credentials need the permissions ec2:DescribeInstanceTypes and ec2:DescribeInstanceTypeOfferings, without "
       "--regions ec2:DescribeRegions as well"},
      {{"(AuthFailure)", "(InvalidClientTokenId)", "(UnrecognizedClientException)", "(OptInRequired)",
        "(SignatureDoesNotMatch)"},
       "the credentials are not taken",
       "are they right, and is the region enabled for the account? --regions names others"},
      {{"(RequestLimitExceeded)", "(Throttl", "(TooManyRequests", "(SlowDown)", "Rate exceeded"},
       "the API throttles",
       "aws has tried again by itself, as often as AWS_MAX_ATTEMPTS says; run this again later, with -j 1"},
      {{"Unable to locate credentials", "Partial credentials found", "Error when retrieving credentials"},
       "there are no credentials",
       "name a profile with --profile, or have aws find them as it does elsewhere"},
      {{"could not be found"}, "there is no such profile", "aws configure list-profiles lists them"},
      {{"You must specify a region"},
       "no region is set",
       "name regions with --regions, or set AWS_DEFAULT_REGION or the profile's region"},
      {{"Could not connect", "Connection was closed", "Connect timeout", "Read timeout", "Connection reset",
        "Connection aborted", "SSL validation failed", "Failed to connect", "IncompleteRead",
        "Response ended prematurely"},
       "the connection failed",
       "check the network, a proxy and the endpoint; is the region's name right?"},
  };
  return all;
}

std::string why(const ChildResult& result, unsigned seconds) {
  switch (result.end) {
    case End::kNotStarted:
      if (result.code == ENOENT) return "there is no `aws` on the PATH; install the AWS CLI";
      return fmt::format("`aws` cannot be run: {}; see to the one on the PATH", std::strerror(result.code));
    case End::kTimedOut:
      return fmt::format("no answer within {} s; check the network, or allow more with --timeout", seconds);
    case End::kTooMuch:
      return "its answer is larger than any of EC2; is the `aws` on the PATH the AWS CLI?";
    case End::kStopped:
      return "aws waits for something to be typed, such as an MFA code; run `aws sts get-caller-identity` first, "
             "which keeps what you type for the next hour, then this again";
    case End::kInterrupted:
      return "interrupted; run this again";
    case End::kSignalled:
      return fmt::format("aws ended by signal {}; run this again", result.code);
    case End::kExited:
      break;
  }
  for (const Meaning& meaning : meanings()) {
    const bool meant = std::any_of(meaning.said.begin(), meaning.said.end(),
                                   [&](std::string_view text) { return result.err.find(text) != std::string::npos; });
    if (meant) return fmt::format("{}; {}", meaning.cause, meaning.cure);
  }
  return fmt::format("aws ended with exit status {}; what it said is below", result.code);
}

std::string last_lines(std::string_view text) {
  constexpr std::size_t kLines = 12;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  std::size_t at = text.size();
  for (std::size_t line = 0; line < kLines && at != std::string_view::npos && at > 0; ++line) {
    at = text.rfind('\n', at - 1);
  }
  text.remove_prefix(at == std::string_view::npos || at == 0 ? 0 : at + 1);
  while (!text.empty() && text.front() == '\n') text.remove_prefix(1);
  return std::string(text);
}

}  // namespace

AwsAnswer ask_aws(const AwsOptions& options, const std::string& command, const std::vector<std::string>& arguments,
                  const std::string& region) {
  std::vector<std::string> words{"aws", "ec2", command, "--output", "json"};
  // Joined, so that no value is taken for an option.
  if (!region.empty()) words.push_back("--region=" + region);
  if (!options.profile.empty()) words.push_back("--profile=" + options.profile);
  words.insert(words.end(), arguments.begin(), arguments.end());
  ChildLimits limits;
  limits.seconds = options.seconds;
  limits.stop = options.stop;
  // Nobody is there to page or to be prompted.
  ChildResult result = run_child(words, {"AWS_PAGER=", "AWS_CLI_AUTO_PROMPT=off"}, limits);
  AwsAnswer answer;
  if (result.end == End::kExited && result.code == 0) {
    answer.json = std::move(result.out);
    return answer;
  }
  answer.error = fmt::format("aws ec2 {}{}{}{}: {}", command, region.empty() ? "" : " (", region,
                             region.empty() ? "" : ")", why(result, options.seconds));
  answer.said = last_lines(result.err);
  return answer;
}

}  // namespace mng::cli
