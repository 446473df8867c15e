// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("The files of Parameters")
struct ParameterFilesTests {
  static let all = ParameterFolder.names()
  /// Comparisons and maps are no sweeps; they have tests of their own.
  static let links = all.filter {
    !$0.contains("counts") && !$0.hasPrefix("gallery/comparisons/") && !$0.hasPrefix("gallery/maps/")
  }
  static let runs = all.filter { $0.contains("counts") && !$0.hasPrefix("gallery/") }

  @Test("There are published sets, examples and files for the gallery")
  func folders() {
    #expect(ParameterFolder.names(in: "published").count >= 9)
    #expect(ParameterFolder.names(in: "examples").count >= 9)
    #expect(ParameterFolder.names(in: "gallery").count >= 4)
    #expect(Self.runs.count >= 5)
  }

  /// A rate that a report can print: finite, not negative, and with a reason if it is 0.
  private func check(_ link: LinkProblem, _ place: String) throws {
    let rate = try link.evaluate(link.search?.variables.map { _ in 0.5 } ?? [])
    let perPulse = try #require(rate.ratePerPulse, "\(place)")
    #expect(perPulse.isFinite && perPulse >= 0, "\(place): \(perPulse)")
    #expect(
      (perPulse == 0) == (rate.reasonForZero != nil), "\(place): \(perPulse), \(String(describing: rate.reasonForZero))"
    )
    #expect(rate.rawRatePerPulse?.isFinite == true, "\(place)")
    // Relays that hold photons back, and a twin-field station, obey the bound of a repeater only.
    let waits = ["mdi.adaptive", "mdi.memory_assisted"].contains(rate.analysis.calculation)
    let mayExceed = waits || rate.analysis.calculation.hasPrefix("tf.")
    let column = mayExceed ? "single_repeater" : "plob"
    let bound = try #require(link.bounds.first { $0.column == column }?.ratePerPulse)
    // A fading channel has the mean of the bounds.
    let fades = rate.value("T_mean") != nil
    if !mayExceed, !fades {
      #expect(abs(bound + log1p(-pow(10, -link.lossDecibel / 10)) / log(2)) <= 1e-9 * bound || bound > 40)
    }
    #expect(perPulse <= bound, "\(place): above the bound \(column)")
  }

  @Test(
    "Every link and every curve has a rate or a reason, at both ends of the sweep and in the middle", arguments: links)
  func evaluates(name: String) throws {
    let file = try ParameterFolder.file(name)
    #expect(file.table["title"] != nil)
    try check(file.link(), name)
    let plan = try file.sweep()
    #expect(plan.values.count > 10)
    for curve in plan.curves {
      for index in [0, plan.values.count / 2, plan.values.count - 1] {
        let value = plan.values[index]
        try check(plan.link(curve, at: value), "\(name), \(curve.label ?? "-"), \(value)")
      }
    }
  }

  @Test("Curves of one file have different names", arguments: links)
  func labels(name: String) throws {
    let labels = try ParameterFolder.file(name).sweep().curves.map(\.label)
    #expect(Set(labels).count == labels.count)
  }

  @Test("Points of one's own are there, in the columns that the file names")
  func overlays() throws {
    var count = 0
    for name in Self.links {
      for overlay in try ParameterFolder.file(name).sweep().overlays {
        let path = RelativePath.resolve(overlay.file, beside: ParameterFolder.path + name)
        let table = try DelimitedText(parsing: TextFile.read(path).text, fileName: overlay.file)
        let x = try table.numbers(overlay.x)
        #expect(!x.isEmpty && x == x.sorted())
        #expect(try table.numbers(overlay.y, range: .positive).count == x.count)
        if let column = overlay.yError { #expect(try table.numbers(column, range: .positive).count == x.count) }
        count += 1
      }
    }
    #expect(count > 0)
  }

  @Test("Every file can have all its settings left open", arguments: links)
  func open(name: String) throws {
    let open = try ParameterFolder.file(name).leavingSettingsOpen()
    try check(open.link(), name)
    let text = try ParameterFolder.text(name)
    let isInfinite = text.contains("\nmodulation = \"") || text.contains("\nfading_transmittances")
    let kinds =
      switch try ParameterFolder.file(name).family.name {
      case "cv": ["asymptotic"] + (isInfinite ? [] : ["composable"])
      case "cv-mdi": ["asymptotic"]
      case "bbm92": ["finite", "infinite-block", "asymptotic"]
      // Comparison protocols have one analysis.
      case "twin-field": text.contains("\nscheme = ") ? [] : ["finite", "asymptotic", "infinite-decoys"]
      case "sns", "aopp": ["finite", "asymptotic"]
      case "mdi": ["finite", "asymptotic", "infinite-decoys", "single-photon", "adaptive", "memory-assisted"]
      case "bb84" where text.contains("\npassive_decoy = true"): ["finite", "infinite-block"]
      case "bb84" where text.contains("\nkind = \""): ["finite", "infinite-block", "asymptotic"]
      default: ["finite", "infinite-block", "asymptotic", "infinite-decoys"]
      }
    for kind in kinds {
      var settings = [(key: "security.analysis", value: kind)]
      if kind == "finite" { settings.append((key: "security.pulses", value: "1e12")) }
      if kind == "composable" { settings.append((key: "security.symbols", value: "1e12")) }
      let file = try ParameterFile(text: text, fileName: ParameterFolder.path + name, settings: settings)
      try check(file.leavingSettingsOpen().link(), "\(name), \(kind)")
    }
  }

  @Test("A sweep replaces the swept key and leaves the file's other values")
  func sweptValue() throws {
    let plan = try ParameterFolder.file("published/rusca-2018.toml").sweep()
    let curve = try #require(plan.curves.first)
    #expect(try plan.link(curve, at: 37.5).lossDecibel == 37.5)
    #expect(try plan.link(curve, at: 37.5).repetitionRateHz == 1e9)
  }

  @Test("Each value of a published set says where it comes from", arguments: ParameterFolder.names(in: "published"))
  func sources(name: String) throws {
    let text = try ParameterFolder.text(name)
    let body = text.split(separator: "[[curve]]").first ?? ""
    var table: Substring = ""
    for line in body.split(separator: "\n") {
      if line.hasPrefix("[") { table = line }
      guard ["[link]", "[source]", "[detector]", "[security]"].contains(table), line.contains("=") else { continue }
      guard !line.hasPrefix("analysis"), !line.hasPrefix("decoys = 2") else { continue }
      #expect(line.contains("# "), "\(name): no source for \(line)")
    }
    let file = try ParameterFolder.file(name)
    #expect(file.reference != nil)
    if body.contains("ssumed") {
      #expect(file.notes.contains { $0.contains("ssumed") }, "\(name): what is assumed belongs into the notes")
    }
  }

  @Test("Nothing is for one place only", arguments: all)
  func portable(name: String) throws {
    let text = try ParameterFolder.text(name)
    for mark in ["/home/", "/tmp/", "/Users/", "C:\\"] { #expect(!text.contains(mark)) }
    #expect(text.hasSuffix("\n") && !text.contains("\r") && !text.contains("\t"))
  }
}
