// SPDX-License-Identifier: Apache-2.0
#include "http/operations/families.hpp"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

namespace muniment::http {
namespace {

TEST(families, are_written_as_prometheus_reads_them) {
  families made;
  made.gauge("muniment_now", "What is now.", 3);
  made.counter("muniment_done_total", "What was done.", "how", {{"well", 5}, {"badly", 0}});
  EXPECT_EQ(prometheus::TextSerializer{}.Serialize(made.take()),
            "# HELP muniment_now What is now.\n"
            "# TYPE muniment_now gauge\n"
            "muniment_now 3\n"
            "# HELP muniment_done_total What was done.\n"
            "# TYPE muniment_done_total counter\n"
            "muniment_done_total{how=\"well\"} 5\n"
            "muniment_done_total{how=\"badly\"} 0\n");
}

}
}
