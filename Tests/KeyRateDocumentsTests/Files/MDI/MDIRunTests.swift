// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Runs of MDI-QKD from files and tables")
struct MDIRunTests {
  private func run(_ text: String, table: String? = nil) throws -> SecretKeyRate {
    try ParameterFile(text: text, fileName: "f.toml").run(
      reading: CountsSource { TextFile(name: $0, text: table ?? "") }
    ).result
  }

  @Test("A table gives the key of the counts in the file, certified")
  func example() throws {
    let file = try ParameterFolder.file("examples/mdi-counts.toml").run(reading: .beside("")).result
    let table = try ParameterFolder.file("examples/mdi-counts-from-csv.toml").run(
      reading: .beside(ParameterFolder.path + "examples/mdi-counts-from-csv.toml")
    ).result
    #expect(table.lengthBits == file.lengthBits && table.trace == file.trace)
    #expect(table.analysis.status == .certified)
  }

  @Test("Rows of one pair are added, whatever their order, and more columns do no harm")
  func rows() throws {
    let whole = try run(MDIText.four)
    let halves =
      "bell_state,bob_setting,alice_setting,errors,detections\n"
      + [
        "z,z,600000,40000000", "x,x,26000,100000", "y,y,,50000", "o,x,,6000", "x,o,,6000", "o,y,,16000", "y,o,,16000",
        "o,o,,0", "z,x,,77",
      ].flatMap { line in
        let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return ["minus", "plus"].map { state in
          func half(_ text: String) -> String { Int(text).map { "\(state == "plus" ? $0 / 2 : $0 - $0 / 2)" } ?? "" }
          return "\(state),\(parts[0]),\(parts[1]),\(half(parts[2])),\(half(parts[3]))"
        }
      }.reversed().joined(separator: "\n")
    #expect(try run(MDIText.fourWithFile, table: halves) == whole)
  }

  @Test("Tables of three intensities, with the letters of the sheet for the bases")
  func three() throws {
    let whole = try run(MDIText.three)
    #expect(try run(MDIText.threeWithFile, table: MDIText.threeTable) == whole)
    let letters = MDIText.threeTable.replacing("key,", with: "Z,").replacing("test,", with: "x,")
    #expect(try run(MDIText.threeWithFile, table: letters) == whole)
  }

  @Test("Pulse pairs really sent pass where they fit, in the file and in a table")
  func sent() throws {
    let plain = try run(MDIText.four)
    #expect(try run(MDIText.four + MDIText.sent) == plain)
    let three =
      MDIText.three
      + "key_basis_sent = [[2.916e11, 4.32e10, 3.24e10], [4.32e10, 6.4e9, 4.8e9], [3.24e10, 4.8e9, 3.6e9]]\n"
      + "test_basis_sent = [[3.6e9, 7.2e9, 8.4e9], [7.2e9, 1.44e10, 1.68e10], [8.4e9, 1.68e10, 1.96e10]]\n"
    #expect(try run(three) == run(MDIText.three))
  }

  @Test("Counts that contradict the intensities give length 0 and the reason, never a key from a clamp")
  func contradictions() throws {
    // A run with a key, then spoilt.
    let good = try ParameterFolder.text("examples/mdi-counts.toml")
    #expect((try run(good).lengthBits ?? 0) > 0)
    for (old, new) in [
      // No errors where light interferes; a vacuum louder than light; far fewer key bits than pairs.
      ("xx_errors = 31900832", "xx_errors = 0"), ("oo = 0", "oo = 60000000"),
      ("zz = 39802252255", "zz = 3980225225"),
    ] {
      let text = good.replacing(old, with: new).replacing("zz_errors = 780960203", with: "zz_errors = 78096020")
      let result = try run(text)
      #expect(result.lengthBits == 0, "\(new)")
      #expect(result.reasonForZero?.kind == .inconsistentData, "\(new): \(String(describing: result.reasonForZero))")
    }
    // Intensities that are not those of the run certify nothing more.
    for wrong in ["0.13]", "0.06]", "0.02]", "0.01]"] {
      let result = try run(good.replacing("0.03707]", with: wrong))
      #expect((result.lengthBits ?? 0) < (try run(good).lengthBits ?? 0), "\(wrong)")
    }
    let three = try ParameterFolder.text("examples/mdi-three-intensity-counts.toml")
    let result = try run(three.replacing("[13113665, 8075027, 4747741]", with: "[13113665, 1075027, 4747741]"))
    #expect(result.lengthBits == 0 && result.reasonForZero?.kind == .inconsistentData)
  }

  @Test("A leaking vacuum: planning and less key; three intensities certify it; Bob's may differ")
  func leakingVacuum() throws {
    let good = try ParameterFolder.text("examples/mdi-counts.toml")
    let leak = good.replacing("[counts]", with: "vacuum_intensity = 1e-5\n[counts]")
    let tight = try run(good)
    let wide = try run(leak)
    #expect(wide.analysis.status == .planning)
    #expect(wide.analysis.statusReasons.contains { $0.contains("certify with three intensities") })
    #expect((wide.lengthBits ?? 0) < (tight.lengthBits ?? 0) && (wide.lengthBits ?? 0) > 0)
    // Only Bob's leaks: between the two.
    let lists = "bob_intensities = [0.331, 0.1689, 0.03707]\nbob_intensity_probabilities = [0.631, 0.0374, 0.211]\n"
    let bob = try run(good.replacing("[counts]", with: lists + "bob_vacuum_intensity = 1e-5\n[counts]"))
    #expect(bob.value("o_A") == 0 && bob.value("o_B") == 1e-5)
    #expect((bob.lengthBits ?? 0) < (tight.lengthBits ?? 0) && (bob.lengthBits ?? 0) > (wide.lengthBits ?? 0))
    #expect(bob.analysis.status == .planning)
    let three = try run(
      ParameterFolder.text("examples/mdi-three-intensity-counts.toml").replacing(
        "key_basis_errors", with: "error_correction_leak_bits = 4.3e8\nkey_basis_errors"))
    #expect(three.analysis.status == .certified && (three.value("om_A") ?? 0) > 0)
  }

  @Test("The conditions on hashing, error correction and settings stand beside every length, whatever the options")
  func conditions() throws {
    for options in [
      "", "accounting = \"curty2014\"", "statistics = \"gaussian\"", "statistics = \"chernoff-simple\"",
      "scan = \"double\"", "error_correction_in_clear = true",
    ] {
      let text = try ParameterFolder.text("examples/mdi-counts.toml") + options + "\n"
      for result in [try run(text), try run(text.replacing("error_correction_leak_bits = 6.4e9", with: ""))] {
        let words = result.analysis.statusReasons.joined(separator: "\n")
        #expect(words.contains("hashing") && words.contains("error correction"), "\(options)")
        #expect(words.contains("settings and bits stay private"), "\(options)")
      }
    }
  }
}
