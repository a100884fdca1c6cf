// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace muniment {

/// What overlays may hold in memory: one of a workspace, within one of the node. Any thread.
class budget {
public:
  budget(std::size_t most_rows, std::size_t most_octets, std::shared_ptr<budget> above = nullptr)
      : most_rows_{most_rows}, most_octets_{most_octets}, above_{std::move(above)} {}

  void take(std::size_t rows, std::size_t octets) {
    rows_ += rows;
    octets_ += octets;
    if (above_) above_->take(rows, octets);
  }

  void give_back(std::size_t rows, std::size_t octets) {
    rows_ -= rows;
    octets_ -= octets;
    if (above_) above_->give_back(rows, octets);
  }

  /// Nothing more is to be folded until something was given back.
  [[nodiscard]] bool full() const {
    return rows_ >= most_rows_ || octets_ >= most_octets_ || (above_ && above_->full());
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t octets() const { return octets_; }

private:
  const std::size_t most_rows_;
  const std::size_t most_octets_;
  const std::shared_ptr<budget> above_;
  std::atomic<std::size_t> rows_ = 0;
  std::atomic<std::size_t> octets_ = 0;
};

}
