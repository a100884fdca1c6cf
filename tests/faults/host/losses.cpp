// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/host/losses.hpp"

#include <algorithm>
#include <chrono>

namespace muniment::test {

namespace {

class loss_teller final : public committer {
public:
  loss_teller(std::shared_ptr<committer> inner, std::function<void(const std::string&)> say)
      : inner_{std::move(inner)}, say_{std::move(say)} {}

  storage::commit_result commit(std::span<const storage::journal_part> parts) override {
    const auto began =
        std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds{1};
    auto result = inner_->commit(parts);
    if (std::ranges::find(result.parts, storage::part_verdict::unknown,
                          &storage::part_result::verdict) != result.parts.end())
      say_("lost " + std::to_string(began));
    return result;
  }

  [[nodiscard]] std::optional<storage::backend_id> backend() const override {
    return inner_->backend();
  }

private:
  std::shared_ptr<committer> inner_;
  std::function<void(const std::string&)> say_;
};

}

std::shared_ptr<committer> telling_losses(std::shared_ptr<committer> inner,
                                          std::function<void(const std::string&)> say) {
  return std::make_shared<loss_teller>(std::move(inner), std::move(say));
}

}
