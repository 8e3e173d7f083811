# SPDX-License-Identifier: Apache-2.0
# The one place that says the version.
set(LIND_RUST_VERSION 0.1.0)
