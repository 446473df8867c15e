// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateSecurity

/// The sections about devices: inputs, uncertainty, sensitivities, operating point.
extension Examination {
  var inputsSection: ReportSection {
    let rows = claim.inputs.map { input -> [ReportValue] in
      let e = input.evidence
      return [
        .text(input.key), .text(input.value), .text(input.unit), ReportValue(e?.uncertainty),
        ReportValue(e?.coverageFactor), ReportValue(e?.source), ReportValue(e?.reference), .text(input.meaning),
      ]
    }
    let elements = claim.evidence.filter { $0.key.hasSuffix("]") }.map { e -> [ReportValue] in
      [
        .text(e.key), .text("\(e.value)"), .text(claim.meaning(of: e.key).unit), ReportValue(e.uncertainty),
        ReportValue(e.coverageFactor), .text(e.source), ReportValue(e.reference), .text(""),
      ]
    }
    return ReportSection(
      "inputs", "Inputs", text: ["Values as the claim gives them, with what they rest on."],
      tables: [
        ReportTable(
          "values", "Values",
          columns: [
            ("key", "Key"), ("value", "Value"), ("unit", "Unit"), ("uncertainty", "Uncertainty"),
            ("coverage_factor", "k"), ("source", "Source"), ("reference", "Reference"), ("meaning", "Meaning"),
          ], rows: rows + elements)
      ])
  }

  var boxSection: ReportSection {
    guard let box = settings?.box else {
      return ReportSection("box", "Uncertainty box", text: ["The claim does not describe the link."])
    }
    var text = [
      "Every value with an uncertainty spans \(claim.statement.coverageFactor.words) standard uncertainties, or its stated coverage if that is wider. Settings stay as they are. The worst and the best corner were searched from the ends of the single quantities by turning one at a time; \(box.evaluations) evaluations."
    ]
    if box.quantities.isEmpty { text = ["No value has an uncertainty: the box is a point."] }
    func corner(_ changes: [ClaimChange]) -> ReportValue {
      changes.isEmpty
        ? .text("the stated values")
        : .text(
          changes.map { change in
            if case .number(let value) = change.value { "\(change.key) = \(value.words)" } else { change.key }
          }.joined(separator: ", "))
    }
    let widest = box.dominant?.span ?? 0
    return ReportSection(
      "box", "Uncertainty box", text: text,
      fields: [
        ReportField("nominal", "Rate at the stated values", .number(box.nominal), unit: "bit/pulse"),
        ReportField("worst", "Worst case", .number(box.worst), unit: "bit/pulse"),
        ReportField("best", "Best case", .number(box.best), unit: "bit/pulse"),
        ReportField("worst_corner", "Worst corner", corner(box.worstCorner)),
        ReportField("best_corner", "Best corner", corner(box.bestCorner)),
        ReportField("dominant", "Value with most influence", ReportValue(box.dominant?.evidence.key)),
      ],
      tables: box.quantities.isEmpty
        ? []
        : [
          ReportTable(
            "quantities", "One value at a time",
            columns: [
              ("key", "Key"), ("low", "Low"), ("high", "High"), ("unit", "Unit"),
              ("rate_low", "Rate at low (bit/pulse)"),
              ("rate_high", "Rate at high (bit/pulse)"), ("share", "Influence relative to the strongest"),
            ],
            rows: box.quantities.sorted { $0.span > $1.span }.map {
              [
                .text($0.evidence.key), .number($0.low), .number($0.high),
                .text(claim.meaning(of: $0.evidence.key).unit),
                .number($0.rateLow), .number($0.rateHigh), .number(widest > 0 ? $0.span / widest : 0),
              ]
            })
        ])
  }

  var consistencySection: ReportSection {
    ReportSection(
      "consistency", "Consistency",
      text: [
        "What the claim says against itself, and its counts against the model of its devices and against the decoy constraints. A residual counts standard deviations beyond the uncertainty box, or is relative where the test compares statements."
      ],
      tables: [
        ReportTable(
          "tests", "Tests",
          columns: [
            ("test", "Test"), ("outcome", "Outcome"), ("expected", "Expected"), ("observed", "Observed"),
            ("unit", "Unit"), ("residual", "Residual"), ("explanation", "Explanation"), ("id", "Name"),
          ],
          rows: findings.map {
            [
              .text($0.test), .text($0.outcome.rawValue), ReportValue($0.expected), ReportValue($0.observed),
              .text($0.unit), ReportValue($0.residual), .text($0.explanation), .text($0.id),
            ]
          })
      ])
  }

  var leakageSection: ReportSection {
    let measured = claim.number(CountsKeys.errorCorrectionLeakBits.path)
    let bare = counts.run.map(ClaimCounts.init) ?? ClaimCounts(claim)
    var fields = [
      ReportField("measured", "Leakage was measured", .flag(measured != nil)),
      ReportField("leak_bits", "Measured leakage", ReportValue(measured), unit: "bit"),
    ]
    if let n = bare.siftedBits, let m = bare.errors, n > 0, m <= n {
      let needed = n * Ceilings.binaryEntropy(m / n)
      fields.append(ReportField("shannon_bits", "Entropy of the errors", .number(needed), unit: "bit"))
      if let measured, needed > 0 {
        fields.append(ReportField("efficiency", "f_EC from the counts", .number(measured / needed)))
      }
    }
    for key in [SecurityKeys.errorCorrectionEfficiency.path, SecurityKeys.reconciliationEfficiency.path] {
      guard let value = claim.numberInForce(key) else { continue }
      fields.append(ReportField("modelled", "Modelled with \(key)", .number(value)))
    }
    return ReportSection(
      "leakage", "Leakage of error correction",
      text: [
        measured != nil
          ? "Measured: every bit that was sent counts."
          : "Modelled: a length that rests on it is for planning, not certified."
      ], fields: fields)
  }

  var readingsSection: ReportSection {
    var rows: [[ReportValue]] = []
    if let result = counts.deciding?.result {
      rows.append([
        .text(counts.deciding?.acceptance == nil ? "variable" : "fixed"), .text("counts of the run"),
        ReportValue(result.lengthBits), ReportValue(result.ratePerPulse), .text(result.analysis.status.rawValue),
      ])
    }
    if let link = settings?.link {
      rows.append([
        .text(!claim.gives(AcceptanceKeys.marginSigma.path) ? "variable" : "fixed"), .text("model of the link"),
        ReportValue(link.result.lengthBits), ReportValue(link.result.ratePerPulse),
        .text(link.result.analysis.status.rawValue),
      ])
      if claim.family.traits.hasFixedLength, claim.isFinite, !claim.gives(AcceptanceKeys.marginSigma.path),
        let fixed = try? link.result([ClaimChange(AcceptanceKeys.marginSigma.path, 5)])
      {
        rows.append([
          .text("fixed, thresholds five standard deviations below the expectation"), .text("model of the link"),
          ReportValue(fixed.lengthBits), ReportValue(fixed.ratePerPulse), .text(fixed.analysis.status.rawValue),
        ])
      }
    }
    let stated = claim.statement.hasFixedLength.map { $0 ? "a length fixed before the run" : "a variable length" }
    var text = [
      stated.map { "The claim speaks of \($0)." }
        ?? "The claim does not say whether the length was fixed before the run."
    ]
    if !claim.family.traits.hasFixedLength {
      text.append("This program has no fixed-length form of this protocol's analysis.")
    }
    return ReportSection(
      "readings", "Fixed and variable length", text: text,
      tables: rows.isEmpty
        ? []
        : [
          ReportTable(
            "readings", "Readings",
            columns: [
              ("reading", "Length"), ("from", "From"), ("length_bits", "Length (bit)"),
              ("rate_per_pulse", "Rate (bit/pulse)"), ("status", "Status"),
            ], rows: rows)
        ])
  }

  var effectsSection: ReportSection {
    let effects = Hypotheses.effects(claim.family.traits) { claim.gives($0) }
    return ReportSection(
      "effects", "Effects left out", text: ["Each with what it does to the key, compared with this report."],
      tables: [
        ReportTable(
          "effects", "Effects", columns: [("effect", "Effect"), ("sign", "Influence"), ("note", "Remark")],
          rows: effects.map { [.text($0.effect), .text($0.sign), .text($0.note)] })
      ])
  }

  func sensitivitySection() throws -> ReportSection {
    guard let link = settings?.link else {
      return ReportSection("sensitivity", "Sensitivity", text: ["The claim does not describe the link."])
    }
    let claimed = claim.statement.weakestRatePerPulse
    let steps = try WhatIf.steps(link)
    var keys: [String] = []
    for step in steps where !keys.contains(step.key) { keys.append(step.key) }
    let rows = keys.map { key -> [ReportValue] in
      let own = steps.filter { $0.key == key }
      let flips = own.filter { step in
        guard let rate = step.rate, let claimed, let nominal = link.rate else { return false }
        return (rate >= claimed) != (nominal >= claimed)
      }.map { $0.change }
      let turning = flips.map { "\(($0 * 100).words) %" }.joined(separator: ", ")
      return [.text(key)] + own.map { ReportValue($0.rate) } + [
        claimed == nil ? .none : .text(turning.isEmpty ? "none" : turning)
      ]
    }
    let toClaim = try claimed.flatMap { claimed in try WhatIf.reach(link) { $0 >= claimed } }
    let toZero = try WhatIf.reach(link) { $0 > 0 }
    let curve = try WhatIf.curve(link)
    return ReportSection(
      "sensitivity", "Sensitivity",
      text: [
        "Rates at the settings of the claim when one value is changed by 1, 5 and 10 %, and the changes at which the answer to “does the rate reach the claim?” turns."
      ],
      fields: [
        ReportField("claimed", "Claimed", ReportValue(claimed), unit: "bit/pulse"),
        ReportField(
          "db_to_claim", "Further loss until the claim is no longer reached", ReportValue(toClaim), unit: "dB"),
        ReportField("db_to_cutoff", "Further loss until there is no key (100: more)", ReportValue(toZero), unit: "dB"),
      ],
      tables: [
        ReportTable(
          "steps", "Rates (bit/pulse)",
          columns: [("key", "Key")]
            + WhatIf.changes.map { ("change_\(($0 * 100).words)", "\($0 > 0 ? "+" : "")\(($0 * 100).words) %") }
            + [("turns_at", "The answer turns at")], rows: rows),
        ReportTable(
          "curve", "Rate against loss at the settings of the claim",
          columns: [
            ("loss_db", "Loss (dB)"), ("rate_per_pulse", "Rate (bit/pulse)"), ("ceiling", "Ceiling per mode (bit)"),
          ],
          rows: curve.map { [.number($0.lossDecibel), .number($0.rate), .number($0.ceiling)] }),
      ], figures: EvidenceFigures.all(self, curve: curve))
  }

  var operatingSection: ReportSection {
    guard let settings, let best = settings.nominalBest else {
      return ReportSection("operating_point", "Operating point", text: ["No optimum could be computed."])
    }
    let rate = settings.link.rate ?? 0
    let share = best.rate > 0 ? rate / best.rate : .nan
    let isNear = share > 0.9
    let rows = best.settings.map { setting -> [ReportValue] in
      let own = settings.link.settings.first { $0.column == setting.column }?.value
      return [.text(setting.meaning), ReportValue(own), .number(setting.value), .text(setting.unit)]
    }
    return ReportSection(
      "operating_point", "Operating point",
      text: [
        settings.link.statesAllSettings
          ? (best.rate > 0
            ? isNear
              ? "The stated settings are near the optimum."
              : "The stated settings are away from the optimum: they were chosen for another link, for other devices, or by other criteria."
            : "No settings give key at the stated devices.")
          : "The claim leaves settings open: they are the best ones."
      ],
      fields: [
        ReportField("rate", "Rate at the settings of the claim", .number(rate), unit: "bit/pulse"),
        ReportField("best_rate", "Best rate at the stated devices", .number(best.rate), unit: "bit/pulse"),
        ReportField("share", "Share of the best", best.rate > 0 ? .number(share) : .none),
        ReportField("search", "Search", ReportValue(best.optimisation?.verdict)),
      ],
      tables: [
        ReportTable(
          "settings", "Settings",
          columns: [("setting", "Setting"), ("claim", "Claim"), ("best", "Best"), ("unit", "Unit")], rows: rows)
      ])
  }
}
