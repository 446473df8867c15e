// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReports

/// The columns that sweeps and maps have in common.
extension Table.Column {
  /// The loss of the channel.
  static let loss = Table.Column("loss_db", unit: "dB", meaning: "loss of the channel without the receiver")

  /// What a link gives.
  static let rates = [
    Table.Column("rate_per_pulse", unit: "bit/pulse", meaning: "secret-key rate per emitted pulse"),
    Table.Column(
      "bits_per_second", unit: "bit/s", meaning: "secret-key rate per second; empty without a repetition rate"),
    Table.Column(
      "length_bits", unit: "bit", meaning: "length of the secret key of the block; empty for asymptotic rates"),
    Table.Column("pulses", unit: "pulse", meaning: "pulses sent for the block"),
  ]

  /// A setting.
  init(_ setting: LinkProblem.SettingColumn) {
    self.init(setting.column, unit: setting.unit.isEmpty ? nil : setting.unit, meaning: setting.meaning)
  }

  /// A quantity of the trace.
  init(_ item: LinkProblem.Diagnostic) {
    self.init(item.column, unit: item.unit.isEmpty ? nil : item.unit, meaning: item.meaning)
  }
}
