// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity

/// The sections about the claim and the decision.
extension Examination {
  /// The claim restated formally.
  var claimSection: ReportSection {
    let s = claim.statement
    var text: [String] = []
    if let quantity = s.quantity, let value = s.value {
      text.append(
        "\(s.claimant) claims \(value.words) \(quantity.rawValue) of secret key with \(claim.family.title).")
    } else {
      text.append("\(s.claimant) claims a key with \(claim.family.title), without saying how much.")
    }
    if let words = s.words { text.append("In the claimant's words: “\(words)”") }
    let sifting = s.countsEveryPulse.map {
      $0 ? "every emitted pulse is counted" : "only pulses left by sifting are counted"
    }
    return ReportSection(
      "claim", "The claim", text: text,
      fields: [
        ReportField("claimant", "Claimant", .text(s.claimant)), ReportField("title", "Title", .text(claim.title)),
        ReportField("reference", "Reference", ReportValue(claim.reference)),
        ReportField("protocol", "Protocol", .text(claim.family.title)),
        ReportField("quantity", "Claimed quantity", ReportValue(s.quantity.map(\.name))),
        ReportField("value", "Claimed value", ReportValue(s.value), unit: s.quantity?.rawValue ?? ""),
        ReportField(
          "rate_per_pulse", "Read per emitted pulse, in the reading that asks least",
          ReportValue(s.weakestRatePerPulse),
          unit: "bit/pulse"),
        ReportField("clock_hz", "Clock", ReportValue(s.clockHz), unit: "Hz"),
        ReportField("duty_cycle", "Duty cycle", ReportValue(s.dutyCycle)),
        ReportField("sifting", "Sifting", ReportValue(sifting)),
        ReportField("pulses", "Pulses of the block", ReportValue(s.block), unit: "pulse"),
        ReportField("acquisition_time_s", "Acquisition time", ReportValue(s.acquisitionTimeSeconds), unit: "s"),
        ReportField("secrecy", "Secrecy parameter as stated", ReportValue(s.secrecy)),
        ReportField("correctness", "Correctness parameter as stated", ReportValue(s.correctness)),
        ReportField("has_counts", "Counts of a run", .flag(claim.hasCounts)),
      ],
      tables: claim.notes.isEmpty
        ? []
        : [
          ReportTable(
            "notes", "Remarks of the claim", columns: [("note", "Remark")], rows: claim.notes.map { [.text($0)] })
        ])
  }

  /// The decision with its margin.
  var verdictSection: ReportSection {
    let rows = arguments.map { argument -> [ReportValue] in
      [
        .text(argument.line.title), .text(argument.conclusion.rawValue), ReportValue(argument.claimed),
        ReportValue(argument.limit), ReportValue(argument.least), ReportValue(argument.most), .text(argument.unit),
        ReportValue(argument.ratio),
      ]
    }
    let reasons = arguments.map { argument -> [ReportValue] in
      [.text(argument.line.title), .text(argument.explanation.joined(separator: " "))]
    }
    return ReportSection(
      "verdict", "Verdict", text: verdict.reasons,
      fields: [
        ReportField("outcome", "Verdict", .text(verdict.outcome.rawValue)),
        ReportField("impossible", "Impossible for any protocol", .flag(verdict.isImpossible)),
        ReportField("scope", "The support rests on", verdict.scope.isEmpty ? .none : .text(verdict.scope)),
        ReportField("margin_ratio", "Margin: limit / claimed", ReportValue(verdict.marginRatio)),
        ReportField("margin_db", "Margin", ReportValue(verdict.marginDecibel), unit: "dB"),
        ReportField("binding", "What decides", .text(verdict.binding)),
        ReportField("binding_quantity", "Device value with most influence", ReportValue(verdict.bindingQuantity)),
      ],
      tables: [
        ReportTable(
          "arguments", "The four lines of argument",
          columns: [
            ("line", "Line"), ("conclusion", "Conclusion"), ("claimed", "Claimed"), ("limit", "Limit"),
            ("least", "Least"), ("most", "Most"), ("unit", "Unit"),
            ("ratio", "Limit / claimed"),
          ], rows: rows),
        ReportTable(
          "explanations", "How each line was reached", columns: [("line", "Line"), ("explanation", "Explanation")],
          rows: reasons),
      ]
        + (verdict.conditions.isEmpty
          ? []
          : [
            ReportTable(
              "conditions", "The support is conditional", columns: [("condition", "Condition")],
              rows: verdict.conditions.map { [.text($0)] })
          ]))
  }

  /// What the claim leaves out.
  var missingSection: ReportSection {
    ReportSection(
      "missing", "What is missing",
      text: missing.isEmpty
        ? ["Nothing that the verdict needs is missing."]
        : ["A claim is supported only if none of the following is left out."],
      tables: unsaidTable
        + (missing.isEmpty
          ? []
          : [
            ReportTable(
              "items", "Missing",
              columns: [
                ("keys", "Key, or one of"), ("purpose", "What for"), ("requirement", "What it would have to be"),
              ],
              rows: missing.map {
                [.text($0.keys.joined(separator: ", ")), .text($0.purpose), ReportValue($0.requirement)]
              })
          ]))
  }

  /// What the model lines read although the claim does not say it: at which end, and what the program's default gives
  /// (R10).
  private var unsaidTable: [ReportTable] {
    guard let settings, !claim.unsaidInputs.isEmpty || claim.hasUnsaidBlock else { return [] }
    var rows = claim.unsaidInputs.map { input -> [ReportValue] in
      let standard = input.standard.flatMap(Double.init)
      let rate = standard.flatMap { try? settings.favourable.rate([ClaimChange(input.key, $0)]) }
      return [
        .text(input.key), .text(input.meaning), .number(input.favourable), ReportValue(input.standard),
        ReportValue(rate),
      ]
    }
    if claim.hasUnsaidBlock {
      rows.append([
        .text("block, secrecy or correctness"), .text("How much data, and how safe"), .text("infinitely much data"),
        .text("see security"), ReportValue(settings.box.best),
      ])
    }
    return [
      ReportTable(
        "unsaid", "Left unsaid: no refutation rests on a default",
        columns: [
          ("key", "Key"), ("meaning", "Meaning"), ("favourable", "Read for refutation as"),
          ("standard", "Program's default"), ("rate", "Most of line (c) with that default, bit/pulse"),
        ], rows: rows)
    ]
  }

  /// Line (a) in detail.
  var ceilingSection: ReportSection {
    guard let ceiling else {
      return ReportSection("ceiling", "The ceiling", text: ["The claim does not describe the link."])
    }
    return ReportSection(
      "ceiling", "The ceiling",
      text: [
        "The limit counts every emitted pulse and every optical mode, uses the channel alone without the receiver, and takes the largest transmittance inside the uncertainty. “Consistent” is not a security statement."
      ],
      fields: [
        ReportField(
          "per_mode_nominal", "K(η) of the weakest link, stated loss (BND-4, BND-30)",
          ReportValue(ceiling.perModeNominal),
          unit: "bit/mode"),
        ReportField(
          "per_mode", "K(η) at the least loss of the box", ReportValue(ceiling.perMode), unit: "bit/mode"),
        ReportField(
          "eta_max", "Largest transmittance of the channel alone inside the box", ReportValue(ceiling.transmittance)),
        ReportField("stations", "Stations between the ends", ReportValue(ceiling.stations.map(Double.init))),
        ReportField("modes", "M, modes per pulse", ReportValue(ceiling.modes)),
        ReportField("modes_from", "M was counted", .text(ceiling.modesFrom)),
        ReportField("uses", "n, uses", ReportValue(ceiling.uses), unit: "pulse"),
        ReportField("secrecy", "ε_sec as stated", ReportValue(ceiling.secrecy)),
        ReportField("correctness", "ε_cor as stated", ReportValue(ceiling.correctness)),
        ReportField("abort_probability", "p_abort as stated", ReportValue(ceiling.abortProbability)),
        ReportField("distance", "D: their sum, at least 0.999 if one is unsaid (R6)", .number(ceiling.distance)),
        ReportField("infidelity", "ε = D(2 − D) (BND-28)", ReportValue(ceiling.infidelity)),
        ReportField("constant", "C(ε) (BND-22)", ReportValue(ceiling.constantBits), unit: "bit"),
      ],
      tables: [
        ReportTable(
          "conditions", "Conditions of a refutation (bounds sheet, section 7)",
          columns: [("condition", "Condition"), ("met", "Met")],
          rows: ceiling.conditions.map { [.text($0.condition), .flag($0.isMet)] })
      ])
  }

  /// The options of the protocol and of its analysis.
  var optionsSection: ReportSection {
    let s = claim.statement
    let result = analysed
    var rows: [[ReportValue]] = (result?.analysis.options ?? []).map {
      [.text($0.name), .text($0.value), .text("analysis")]
    }
    rows.append([
      .text("length of the key"),
      .text(
        s.hasFixedLength.map { $0 ? "fixed before the run" : "variable" } ?? "not stated; both readings are reported"),
      .text("claim"),
    ])
    rows.append([
      .text("error correction"), .text(s.isOneWay.map { $0 ? "one-way" : "two-way" } ?? "not stated"), .text("claim"),
    ])
    rows.append([
      .text("authentication of one block"),
      s.authenticationBits.map { .text("\($0.words) bit") } ?? .text("not stated"),
      .text("claim"),
    ])
    for setting in settings?.link.settings ?? [] {
      rows.append([
        .text(setting.meaning), .text("\(setting.value)" + (setting.unit.isEmpty ? "" : " \(setting.unit)")),
        .text(setting.isFree ? "open in the claim, optimised" : "claim"),
      ])
    }
    return ReportSection(
      "options", "Protocol and analysis",
      text: result.map {
        ["Analysis: \($0.analysis.title). Status: \($0.analysis.status.rawValue)."] + $0.analysis.statusReasons
      }
        ?? ["No analysis was possible."],
      tables: [
        ReportTable(
          "options", "Options", columns: [("option", "Option"), ("value", "Value"), ("from", "From")], rows: rows)
      ])
  }

  /// The result that the report explains: that of the counts, or that of the model.
  var analysed: SecretKeyRate? { counts.deciding?.result ?? settings?.link.result }
}

extension ClaimStatement.Quantity {
  var name: String {
    switch self {
    case .ratePerPulse: "secret bits per pulse"
    case .bitsPerSecond: "secret bits per second"
    case .lengthBits: "length of the key of one block"
    }
  }
}
