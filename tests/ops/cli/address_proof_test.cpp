// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/address_proof.hpp"

#include "ops/serve/local_authority.hpp"
#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace muniment::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A server of certificates as `up` makes them, which says of itself what the test wants.
class address_proof_test : public testing::Test {
protected:
  address_proof_test() {
    server.start();
    thread = std::thread{[this] { io.run(); }};
  }
  ~address_proof_test() override {
    asio::co_spawn(io, server.drain(0ms), asio::use_future).wait();
    thread.join();
  }

  asio::awaitable<http::response> answer(http::request_ptr asked) {
    if (asked->path != "/.well-known/openid-configuration") co_return http::response{.status = 404};
    co_return http::response{.status = status, .body = R"({"issuer":")" + says + R"("})"};
  }
  [[nodiscard]] std::string at(const std::string& host) const {
    return "https://" + host + ":" + std::to_string(server.port());
  }
  fs::path program(const std::string& text) const {
    const auto file = directory.path() / "bin" / "node";
    fs::create_directories(file.parent_path());
    std::ofstream{file} << "#!/bin/sh\n" << text << "\n";
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }
  std::vector<address_proof> prove(const proof_tools& with) const {
    return prove_address(issuer, files.authority, with);
  }

  asio::io_context io{1};
  test::temporary_directory directory;
  const ops::local_certificates files = ops::prepare_local_certificates(
      directory.path() / "tls", "muniment.localhost", std::chrono::system_clock::now());
  std::shared_ptr<http::tls_context> tls = *http::tls_context::make({files.chain, files.key});
  // As `up` listens: a resolver may name the address of version 6 first, and Node 18 tries no
  // other.
  http::https_server server{io,
                            {.addresses = {"127.0.0.1", "::1"}},
                            tls,
                            [this](http::request_ptr asked) { return answer(std::move(asked)); }};
  const std::string issuer = at("demo.muniment.localhost");
  std::string says = issuer;
  int status = 200;
  std::thread thread;
};

TEST_F(address_proof_test, curl_and_the_resolver_stand_alone_where_there_is_no_node) {
  const auto proofs = prove({});
  ASSERT_EQ(proofs.size(), 2U);
  EXPECT_EQ(proofs[0].program, "curl");
  EXPECT_EQ(proofs[0].fault, "");
  EXPECT_EQ(proofs[1].program, "the resolver");
}

TEST_F(address_proof_test, node_is_tried_where_there_is_one) {
  const auto* path = std::getenv("PATH");
  const auto node = find_node(path ? path : "");
  ASSERT_TRUE(node) << "ops/deps installs one";
  const auto proof = prove({.node = node}).at(1);
  EXPECT_TRUE(proof.program.starts_with("Node v")) << proof.program;
  EXPECT_EQ(proof.fault, "") << proof.hint;
}

TEST_F(address_proof_test, a_certificate_of_somebody_else_is_a_fault_for_both) {
  const auto stranger = ops::prepare_local_certificates(
      directory.path() / "other", "muniment.localhost", std::chrono::system_clock::now());
  const auto* path = std::getenv("PATH");
  const proof_tools with{.node = find_node(path ? path : "")};
  ASSERT_TRUE(with.node) << "ops/deps installs one";
  const auto proofs = prove_address(issuer, stranger.authority, with);
  EXPECT_NE(proofs[0].fault.find("is not trusted"), std::string::npos) << proofs[0].fault;
  EXPECT_NE(proofs[1].fault, "");
}

TEST_F(address_proof_test, another_issuer_or_an_error_is_a_fault) {
  says = "https://demo.muniment.localhost";
  EXPECT_NE(prove({}).at(0).fault.find("another issuer"), std::string::npos);
  says = issuer;
  status = 503;
  EXPECT_NE(prove({}).at(0).fault.find("HTTP status 503"), std::string::npos);
}

TEST_F(address_proof_test, a_name_that_is_not_known_comes_with_what_to_do) {
  const auto unknown = at("nobody.invalid");
  const auto proofs = prove_address(unknown, files.authority, {});
  EXPECT_EQ(proofs.at(1).fault, "the name nobody.invalid is not known");
  EXPECT_EQ(proofs.at(1).hint,
            "install libnss-myhostname, or add to /etc/hosts:  127.0.0.1 nobody.invalid");
  const proof_tools told{.node = program("echo v1.2.3 ENOTFOUND; exit 1")};
  const auto proof = prove(told).at(1);
  EXPECT_EQ(proof.program, "Node v1.2.3");
  EXPECT_EQ(proof.fault, "the name demo.muniment.localhost is not known (ENOTFOUND)");
}

TEST_F(address_proof_test, a_node_that_never_ends_or_says_nothing_is_a_fault_in_bounded_time) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_NE(prove({.node = program("exec tail -f /dev/null"), .patience = 50ms}).at(1).fault, "");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
  EXPECT_NE(prove({.node = program("exit 1")}).at(1).fault, "");
}

TEST_F(address_proof_test, nobody_is_asked_once_it_is_given_up) {
  EXPECT_EQ(prove({.node = {}, .give_up = [] { return true; }}).size(), 1U);
}

TEST_F(address_proof_test, node_is_found_on_the_path_but_not_in_the_present_folder) {
  const auto folder = program("exit 0").parent_path();
  EXPECT_EQ(find_node("/nowhere:" + folder.string()), folder / "node");
  const auto elsewhere = find_node(fs::relative(folder).string());
  EXPECT_NE(elsewhere, folder / "node");
  fs::permissions(folder / "node", fs::perms::owner_read);
  EXPECT_NE(find_node(folder.string()), folder / "node");
}

}
}
