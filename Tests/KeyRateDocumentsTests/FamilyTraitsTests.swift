// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateDocuments

@Suite("What families say of themselves")
struct FamilyTraitsTests {
  @Test("A family with a station between the users says so to the ceiling and to the effects that reports leave out")
  func stations() {
    var names: [String] = []
    for family in ProtocolFamily.all {
      let effects = family.traits.omittedEffects.contains { $0.effect.contains("of the station") }
      #expect(effects == (family.traits.stationsByDefinition == 1), "\(family.name)")
      if effects { names.append(family.name) }
    }
    #expect(names.sorted() == ["aopp", "cv-mdi", "mdi", "sns", "twin-field"])
  }
}
