#pragma once

#include <atomic>
#include <string>
#include <vector>

namespace mng::cli {

/// How the user's own `aws` is run.
struct AwsOptions {
  std::string profile;                      ///< "" for what the environment says
  unsigned seconds = 300;                   ///< the most that one command may take
  const std::atomic<bool>* stop = nullptr;  ///< once true no command goes on; may be null
};

/// What it answered.
struct AwsAnswer {
  std::string json;
  std::string error;  ///< "aws ec2 … (region): cause; cure", "" on success
  std::string said;   ///< where it failed: the last lines of its standard error
};

/// Runs `aws ec2 COMMAND --output json ARGUMENT…` in a region, "" for that of
/// the user's settings. Credentials are the concern of `aws` alone.
AwsAnswer ask_aws(const AwsOptions& options, const std::string& command, const std::vector<std::string>& arguments,
                  const std::string& region);

}  // namespace mng::cli
