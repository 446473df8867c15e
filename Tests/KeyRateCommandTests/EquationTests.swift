// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import Testing

@Suite("equation")
struct EquationTests {
  @Test("Formula, direction, source, and the quantities that explain prints with it")
  func one() throws {
    let run = try TestFolder().keyrate("equation", "bb32")
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.hasPrefix("BB-32  Single-photon detections\n  The bb84 sheet, 4 Finite key with two decoys\n"))
    #expect(run.output.contains("\n  - Lower bound."))
    #expect(run.output.contains("\n  sX1  single-photon detections, key basis   lower bound  bb84  Lim et al. 2014"))
    #expect(!run.output.contains("`"))
  }

  @Test("All equations, or those of a sheet")
  func lists() throws {
    let all = try TestFolder().keyrate("equation").output.split(separator: "\n")
    let few = try TestFolder().keyrate("equation", "tfs").output.split(separator: "\n")
    #expect(all.count > 250 && few.count > 20 && few.allSatisfy { $0.hasPrefix("TFS-") })
    #expect(all.count > few.count)
  }

  @Test("A name that is none has a hint")
  func unknown() throws {
    for (name, hint) in [
      ("BB-9999", "the nearest is BB-"), ("ZZ-1", "the sheets are BB, BND, CV"),
      ("nonsense", "keyrate equation lists them"),
    ] {
      let run = try TestFolder().keyrate("equation", name)
      #expect(run.status == 2 && run.output == "")
      #expect(run.errors.hasPrefix("keyrate: \(name): is no equation of the formula sheets; \(hint)"), "\(run.errors)")
    }
  }

  @Test("What the quantities of a result cite stands in the sheets")
  func cited() {
    let known = Set(FormulaSheet.shipped.flatMap(\.equations).map(\.id))
    var missing: Set<EquationId> = []
    for family in DeclaredQuantities.families {
      for quantity in family.quantities {
        missing.formUnion(EquationId.all(in: quantity.origin.equation).filter { !known.contains($0) })
      }
    }
    #expect(missing.isEmpty, "\(missing.sorted().map(\.description))")
  }
}
