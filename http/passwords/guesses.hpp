// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace muniment::passwords {

/// As many guesses, in bits, a password must be good for: 10^10, from where zxcvbn calls one "very
/// unguessable" and strong against an offline attack on a slow hash, which Argon2id is (D. Wheeler,
/// "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016, and its README). It is
/// the password as a whole that is judged, as NIST SP 800-63B-4 section 3.1.1.2 asks of a block
/// list: common words may stand in it.
inline constexpr double least_bits = 33.22;

/// So many characters of a password are judged. The cost of zxcvbn grows with about the fifth power
/// of the length where letters may stand for digits: on one core of 2026, 1.5 s for a hundred
/// characters `4545…`, 8 ms for 32, which is less than a hash. That is safe: whoever guesses the
/// whole has guessed its beginning, so the whole is at least as good. What begins like that and
/// ends well is refused too. All of the password is hashed.
inline constexpr std::size_t judged_characters = 32;

/// Whether a password is guessed within 2^least_bits guesses by somebody who knows the common
/// passwords, words and names that zxcvbn carries, walks on keyboards, repeats, sequences and
/// dates, and these words: what everybody may know of the person and the place. At most sixteen
/// words of 3 characters or more count, each as far as a password is judged. The text is in its
/// normal form. Pure; takes milliseconds, so for the password pool.
bool is_guessable(std::string_view password, std::span<const std::string> words);

}
