// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <prometheus/collectable.h>

#include <memory>

namespace muniment::http {

class node;
class tls_context;

/// What a node does now: its pools of threads and connections, its workspaces and how their read
/// models keep up, its commits. Workspaces are counted, never named. `at` outlives it; asked on the
/// node's executor.
std::shared_ptr<prometheus::Collectable> make_node_metrics(node& at);

/// How often the certificate was read, and when it ends.
std::shared_ptr<prometheus::Collectable> make_tls_metrics(std::shared_ptr<const tls_context> tls);

}
