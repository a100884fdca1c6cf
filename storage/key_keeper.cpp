// SPDX-License-Identifier: Apache-2.0
#include "storage/key_keeper.hpp"

namespace muniment::storage {

key_keeper::key_keeper(key_store store) : store_{std::move(store)} { show(); }

std::vector<era> key_keeper::eras() const {
  const std::lock_guard lock{showing_};
  return shown_;
}

instant key_keeper::current_since() const {
  const std::lock_guard lock{at_work_};
  return store_.current_since();
}

void key_keeper::begin_roll() {
  const std::lock_guard lock{at_work_};
  store_.begin_roll();
  show();
}

void key_keeper::finish_roll(std::span<const uuid> workspaces) {
  const std::lock_guard lock{at_work_};
  store_.finish_roll(workspaces);
  show();
}

std::optional<std::uint32_t> key_keeper::dump_era(const uuid& workspace) const {
  const std::lock_guard lock{at_work_};
  return store_.dump_era(workspace);
}

void key_keeper::dump(const uuid& workspace, const uuid& journal,
                      const std::function<void(key_dump_writer&)>& fill) {
  const std::lock_guard lock{at_work_};
  auto writer = store_.write_dump(workspace, journal);
  fill(writer);
  writer.finish();
}

void key_keeper::show() {
  const auto newest_first = store_.eras();
  const std::lock_guard lock{showing_};
  shown_.assign(newest_first.rbegin(), newest_first.rend());
}

}
