// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("parameters and standard input")
struct ParametersTests {
  static var sets: [String] { EmbeddedFiles.publishedSets.map { String($0.name.dropLast(".toml".count)) } }

  @Test("The list names every published set with its title")
  func list() throws {
    let run = try TestFolder().keyrate("parameters", "list")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == Self.sets.count)
    for (line, name) in zip(lines, Self.sets) { #expect(line.hasPrefix(name + "  ")) }
    #expect(Self.sets == Self.sets.sorted())
  }

  @Test("Every published set is shown as it is, is in order and has a rate", arguments: Self.sets)
  func published(name: String) throws {
    let folder = try TestFolder()
    let shown = try folder.keyrate("parameters", "show", name)
    #expect(shown.output == EmbeddedFiles.publishedSet(named: name)?.text)
    #expect(try folder.keyrate("parameters", "show", name + ".toml").output == shown.output)
    let check = try folder.keyrate("parameters", "check", name)
    #expect(check.status == 0)
    #expect(check.output.hasSuffix("\n  nothing is wrong\n"), "\(check.output)")
    let rate = try folder.keyrate("rate", name, "--json")
    #expect(rate.status == 0, "\(rate.errors)")
    // Pulses of 2002, without decoys: against photon-number splitting they leave nothing.
    let isSplit = name == "stucki-2002"
    #expect(try (rate.number("rate_per_pulse") > 0) != isSplit)
    let reason = try rate.json()["reason_for_zero"]?.text
    #expect(reason == (isSplit ? "multi-photon emissions can explain all detections" : nil))
  }

  @Test("By its name, from standard input, or as a file: the same link")
  func threeWays() throws {
    let folder = try TestFolder()
    let shown = try folder.keyrate("parameters", "show", "gys-2004").output
    try folder.write(shown, to: "mine.toml")
    let rate = try folder.keyrate("rate", "gys-2004", "--json").output
    #expect(try folder.keyrate("rate", "-", "--json", input: shown).output == rate)
    #expect(try folder.keyrate("rate", "mine.toml", "--json").output == rate)
  }

  @Test("A file wins over a published set of its name")
  func shadowed() throws {
    let folder = try TestFolder(["gys-2004": Fixtures.finite])
    #expect(try folder.keyrate("rate", "gys-2004", "--json").json()["file_title"]?.text == "Finite keys")
  }

  @Test("check says what a file means")
  func meaning() throws {
    let folder = try TestFolder([
      "sweep.toml": Fixtures.sweep, "given.toml": Fixtures.asymptotic, "counts.toml": Fixtures.twoDecoyCounts,
    ])
    let sweep = try folder.keyrate("parameters", "check", "sweep.toml").output.split(separator: "\n")
    #expect(sweep.first == "Finite keys")
    #expect(sweep.contains("  sweep: link.distance_km from 0 to 200, 5 points, 2 curves"))
    #expect(sweep.contains("    curve: two decoys"))
    #expect(sweep.contains { $0.hasPrefix("  left to the optimiser: ") && $0.contains("signal intensity") })
    let given = try folder.keyrate("parameters", "check", "given.toml").output.split(separator: "\n")
    #expect(given.contains("  every setting is given"))
    #expect(given.contains("  made up for a test"))
    #expect(given.contains("  note: second remark"))
    let counts = try folder.keyrate("parameters", "check", "counts.toml").output
    #expect(
      counts.contains(
        "  the counts of a run: Decoy BB84, two decoys, finite key; for the key length: keyrate analyse\n"))
    let one = try folder.keyrate("parameters", "check", "given.toml", "--set", "sweep.values=[7]").output
    #expect(one.contains("  sweep: link.distance_km from 7 to 7, 1 point, 1 curve\n"))
  }

  @Test("The keys of a family, each in a row of a table")
  func keys() throws {
    let run = try TestFolder().keyrate("parameters", "keys")
    #expect(run.output == (try TestFolder().keyrate("parameters", "keys", "bb84").output))
    for key in ["link.distance_km", "source.intensities", "security.pulses", "counts.pulses", "sweep.variable"] {
      #expect(run.output.contains("| `\(key)` |"), "no \(key)")
    }
  }

  @Test("Messages about standard input say so")
  func standardInput() throws {
    let folder = try TestFolder()
    let run = try folder.keyrate("rate", "-", input: "protocol = \"bb84\"\n[link]\ndistnce_km = 3\n")
    #expect(run.status == 2)
    #expect(
      run.errors == "keyrate: standard input:3:1: link.distnce_km: is not a known key; did you mean link.distance_km?\n"
    )
    let counts = try folder.keyrate("analyse", "-", "--json", input: Fixtures.twoDecoyCounts)
    #expect(try counts.number("length_bits") == 837368)
    let sweep = try folder.keyrate("sweep", "-", "--output", "s", input: Fixtures.sweep)
    #expect(sweep.status == 0)
    #expect(try folder.names == SweepTests.written)
  }

  @Test("Standard input may come in Windows lines or with a byte-order mark", arguments: ["\r\n", "\n"])
  func otherEditors(ending: String) throws {
    let text = "\u{FEFF}" + Fixtures.asymptotic.replacing("\n", with: ending)
    let run = try TestFolder().keyrate("rate", "-", "--json", input: text)
    let plain = try TestFolder().keyrate("rate", "-", "--json", input: Fixtures.asymptotic)
    #expect(run.output == plain.output, "\(run.errors)")
  }
}
