// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The manners of the house as functions over its files, so that each can be shown to fail.
namespace muniment::house {

/// A file: its path from the root of the repository, with '/', and all its text.
struct source {
  std::string path;
  std::string text;
};
using sources = std::vector<source>;

/// Which file breaks the rule, and how.
struct violation {
  std::string path;
  std::string what;
  bool operator==(const violation&) const = default;
};
using violations = std::vector<violation>;

/// Includes point down only: crypto <- events <- {actors, projections} <- storage <-
/// {actors/runtime, projections/runtime} <- http <- ops.
violations arrows(const sources& files);

/// Files that decide and fold use no actor, database, network or clock.
violations purity(const sources& files);

/// A test lies where what it tests lies.
violations mirrored_tests(const sources& files);

/// Each .cpp of a pure room has its test.
violations tested_units(const sources& files);

/// Each source opens with its licence.
violations licence_lines(const sources& files);

/// Each room opens with a README of at least five lines.
violations room_readmes(const sources& files);

/// What a room includes of another's library stands in its README, after "May include:"; a part of
/// Boost as "Boost.<part>", in any case.
violations foreign_includes(const sources& files);

/// No source is longer than 400 lines.
violations long_files(const sources& files);

/// Every interface of an actor is in actors/messages.hpp.
violations actor_interfaces(const sources& files);

/// The types of events in the headers of nouns are those that the catalogue numbers, as many as the
/// compiler holds its `all` to; the nouns that decide are those whose category it has.
violations catalogued(const sources& files);

/// No unfinished business, and no sleeping in tests.
violations banned_words(const sources& files);

/// One line of the list of exceptions: "<rule> <path> <reason>".
struct exception {
  std::string rule, path, reason;
};

/// What remains of the violations of `rule` after its exceptions; an exception without a reason, or
/// which excuses nothing any more, is a violation itself.
violations unexcused(const std::string& rule, const violations& found,
                     const std::vector<exception>& exceptions);

/// Every text file of the rooms under `root`, tests included, golden bytes and vectors not.
sources read_sources(const std::filesystem::path& root);

/// Reads the list; lines starting with '#' are comments.
std::vector<exception> read_exceptions(const std::filesystem::path& file);

}
