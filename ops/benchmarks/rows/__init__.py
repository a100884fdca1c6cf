# SPDX-License-Identifier: Apache-2.0
"""What is measured. Rows that leave much behind in the journal come after those that it would slow."""

# Each module enters its rows.
from rows import tokens, flows, endpoints, login, appends, rebuild, fleet  # noqa: F401
from rows.registry import COSTS, ROWS, SLOW  # noqa: F401
