#include "cli/aws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "cli/child.hpp"
#include "model/knowledge.hpp"
#include "model/program_errors.hpp"

namespace mng::cli {
namespace {

using End = ChildResult::End;

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
  hcl::Diagnostics diagnostics;  // what is compiled in was checked when it was built
  for (const model::ProgramError& error : model::load_program_errors(model::builtin_aws_errors().ast, diagnostics)) {
    const bool meant = std::any_of(error.said.begin(), error.said.end(),
                                   [&](const std::string& text) { return result.err.find(text) != std::string::npos; });
    if (meant) return fmt::format("{}; {}", error.cause, error.cure);
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
