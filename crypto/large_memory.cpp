// SPDX-License-Identifier: Apache-2.0
#include "crypto/large_memory.hpp"

#include <sys/mman.h>

namespace muniment::crypto {

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;

std::size_t in_huge_pages(std::size_t octets) {
  return (octets + huge_page - 1) / huge_page * huge_page;
}

}

std::uint8_t* take_large_memory(std::size_t octets) {
  // A huge page begins at a multiple of its size: what lies before and behind goes back at once.
  const auto size = in_huge_pages(octets);
  void* const mapped =
      ::mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  auto* const all = static_cast<std::uint8_t*>(mapped);
  const auto before = (huge_page - reinterpret_cast<std::uintptr_t>(all) % huge_page) % huge_page;
  auto* const memory = all + before;
  if (before > 0) ::munmap(all, before);
  ::munmap(memory + size, huge_page - before);
  ::madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

void give_back_large_memory(std::uint8_t* memory, std::size_t octets) {
  ::munmap(memory, in_huge_pages(octets));
}

}
