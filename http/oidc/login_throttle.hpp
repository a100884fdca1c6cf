// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/random.hpp"
#include "events/uuid.hpp"
#include "http/oidc/throttle_table.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// What wrong passwords cost those who send them.
struct login_throttle_terms {
  throttle_terms name = {};              ///< for one name from one address
  throttle_terms address = {.free = 50}; ///< for all names from one address
  std::size_t capacity = 100'000;        ///< addresses that are known, and as many pairs
};

/// Where a login comes from and whom it is for. What is shown follows from these two and what was
/// tried with them, never from whether there is such an account (docs/decisions/0024).
struct login_origin {
  uuid workspace;
  std::string_view address; ///< the client's, as text
  std::string_view name;    ///< in its canonical spelling; empty for what is no lawful name
};

/// So many logins were turned away since the node began.
struct login_delays {
  std::uint64_t by_address = 0;
  std::uint64_t by_name = 0; ///< from addresses that may try other names
};

/// Failed logins per address, and per address and name, of each workspace of a node; in memory, by
/// digests under a key that is made with it. An address is an IPv4 address or a /64 of IPv6. A
/// right password forgives the wrong ones for that name, here and in the count of the address, and
/// nothing else: an account of one's own buys no guesses at others. Any thread.
class login_throttle {
public:
  explicit login_throttle(const login_throttle_terms& terms = {});

  /// A login under way. It counts as a failure from its beginning; unless it is said that it was
  /// one, that is taken back at its end.
  class attempt {
  public:
    attempt(attempt&& other) noexcept;
    attempt& operator=(attempt&&) = delete;
    ~attempt();

    /// The password will not do, for whatever reason.
    void failed() { open_ = false; }

    /// It was right.
    void succeeded();

  private:
    friend class login_throttle;
    struct place {
      throttle_key who;
      std::optional<instant> begun; ///< the end of the pause it began
    };
    attempt(login_throttle& book, const place& name, const place& address)
        : book_(&book), name_(name), address_(address) {}
    void pardon(bool all);

    login_throttle* book_;
    place name_, address_;
    bool open_ = true; ///< nobody knows yet how it ends
  };

  /// Let in with an attempt, or turned away with a verdict that names the wait.
  struct admission {
    std::optional<attempt> let_in = {};
    throttle_verdict verdict = {};
  };

  /// Counted before anything is looked up or hashed.
  admission begin(const login_origin& from, instant now);

  [[nodiscard]] login_delays delays() const;

private:
  [[nodiscard]] throttle_key key_of(const login_origin& from, std::string_view name) const;
  std::optional<throttle_verdict> delay(const throttle_key& name, const throttle_key& address,
                                        instant now);

  mutable std::mutex lock_;
  const crypto::secret_bytes secret_ = crypto::random_secret(32);
  throttle_table names_;
  throttle_table addresses_;
  login_delays delays_;
};

}
