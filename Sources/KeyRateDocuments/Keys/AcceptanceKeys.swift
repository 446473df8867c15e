// SPDX-License-Identifier: GPL-3.0-or-later

/// Keys of `[acceptance]`.
package enum AcceptanceKeys {}
