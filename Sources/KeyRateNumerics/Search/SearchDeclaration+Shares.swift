// SPDX-License-Identifier: GPL-3.0-or-later
extension SearchDeclaration {
  /// Probabilities that sum to 1, chosen one after another from what those before leave.
  ///
  /// With a range of one's own among the open ones, all of them are chosen between the ends that ``ShareRanges`` leaves
  /// them, so that those that follow have room.
  ///
  /// - Parameters:
  ///   - shares: the settings.
  ///   - given: their values; nil is open, as is what is missing.
  ///   - names: the names of their coordinates.
  ///   - hasRest: whether something outside the list takes what is left; otherwise the last open one does.
  ///   - scale: ``SearchScale/odds`` or ``SearchScale/logarithmic``.
  ///   - recall: what later ones see while a point is looked for.
  ///   - usual: the bounds of one by its place in the list, what is left for it and how many open ones follow.
  /// - Returns: the slots of all, in the order of the list.
  package mutating func addShares(
    _ shares: [SearchSetting], given: [Double?], names: [String], hasRest: Bool = false, scale: SearchScale,
    recall: Recall, usual: @escaping @Sendable (_ place: Int, _ left: Double, _ following: Int) -> SearchBounds
  ) -> [Int] {
    let open = shares.indices.filter { $0 >= given.count || given[$0] == nil }
    let whole = 1 - given.compactMap { $0 }.reduce(0, +)
    let own = ownShares(open.map { shares[$0] }, of: whole, hasRest: hasRest)
    var chosen: [Int] = []
    return shares.indices.map { place in
      let slot: Int
      if place < given.count, let value = given[place] {
        slot = fix(value)
      } else {
        let (number, earlier) = (chosen.count, chosen)
        let following = open.count - number - 1
        let left: Value = { values in earlier.reduce(whole) { $0 - values[$1] } }
        if following == 0 && !hasRest {
          slot = derive(left)
        } else {
          let extent: SearchExtent =
            if let own {
              .following { values in
                let range = own.range(at: number, left: left(values))
                return scale == .odds ? .odds(of: range) : .held(range)
              }
            } else {
              .following { usual(place, left($0), following) }
            }
          slot = self.open(names[place], scale: scale, recall: recall, extent)
        }
        chosen.append(slot)
      }
      let isFree = open.contains(place)
      describe(shares[place], slot: slot, isFree: isFree, isSearched: isFree && (hasRest || open.count >= 2))
      return slot
    }
  }

  /// The ranges of shares that are open, and of what takes the rest, if any has a range of its own.
  private mutating func ownShares(_ open: [SearchSetting], of whole: Double, hasRest: Bool) -> ShareRanges? {
    let ranges = open.map { own($0) }
    guard ranges.contains(where: { $0 != nil }) else { return nil }
    let count = Double(2 * (open.count + (hasRest ? 1 : 0)))
    let usual = Swift.min(SearchRanges.leastProbability, Swift.max(0, whole) / count)...1
    let shares = ShareRanges(of: whole, ranges: ranges.map { $0 ?? usual } + (hasRest ? [usual] : []))
    let words = "cannot hold together with the other probabilities, which sum to 1"
    demand(open.reversed().compactMap { share in share.range.map { Roomless($0, words) } }) { _ in shares.hasRoom }
    return shares
  }
}
