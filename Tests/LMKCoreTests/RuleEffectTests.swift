import LMKCore
import LMKTestSupport
import Testing

@Suite("What rules come to")
struct RuleEffectTests {
  private func effect(_ actions: [ProcessRule.Action], _ matching: [Int]? = nil) -> RuleEffect {
    let book = RuleBook(rules: actions.map { ProcessRule(label: "r", action: $0) })
    return RuleEffect(of: matching ?? Array(book.rules.indices), in: book)
  }

  @Test("Several weights add up, and are clamped only when all are counted")
  func sum() {
    #expect(effect([.prefer(weight: 100), .avoid(weight: 300)]).shift == -200)
    #expect(effect([.prefer(weight: 1000), .prefer(weight: 1000)]).shift == 1000)
    #expect(
      effect([.prefer(weight: 1000), .prefer(weight: 1000), .avoid(weight: 900)]).shift == 1000)
    #expect(effect([.avoid(weight: 1000), .avoid(weight: 1)]).shift == -1000)
  }

  @Test("A sum is the same in every order of the rules")
  func order() {
    let actions: [ProcessRule.Action] = [
      .prefer(weight: 700), .avoid(weight: 900), .prefer(weight: 800), .avoid(weight: 100),
    ]
    for first in actions.indices {
      let turned = Array(actions[first...] + actions[..<first])
      #expect(effect(turned).shift == 500)
    }
  }

  @Test("A negative adj is never lifted, and may be lowered")
  func negative() {
    for adj: OOMScoreAdj in [-1000, -999, -17, -1] {
      #expect(effect([.prefer(weight: 1000)]).shifted(adj) == adj)
    }
    #expect(effect([.avoid(weight: 100)]).shifted(-17) == -117)
    #expect(effect([.prefer(weight: 500), .avoid(weight: 600)]).shifted(-17) == -117)
  }

  @Test("No weight reaches -1000, and none leads out of the range")
  func range() {
    #expect(effect([.avoid(weight: 1000)]).shifted(0) == -999)
    #expect(effect([.avoid(weight: 1000)]).shifted(-999) == -999)
    #expect(effect([.avoid(weight: 1000)]).shifted(-1000) == -1000)
    #expect(effect([.prefer(weight: 1000)]).shifted(0) == 1000)
    #expect(effect([.prefer(weight: 1000)]).shifted(900) == 1000)
  }

  @Test("The first rule that protects is the reason; the places of those that shift are kept")
  func places() {
    let actions: [ProcessRule.Action] = [
      .prefer(weight: 1), .protect, .avoid(weight: 1), .protect, .spareYoung,
    ]
    let all = effect(actions)
    #expect(all.protectedBy == 1)
    #expect(all.shiftedBy == 0b101)
    let some = effect(actions, [2, 3])
    #expect(some.protectedBy == 3)
    #expect(some.shiftedBy == 0b100)
    #expect(RuleEffect.none.protectedBy == nil)
    #expect(RuleEffect.none.shiftedBy == 0)
  }

  @Test("The largest minimum age of those that match counts")
  func ages() {
    let rules = [2, 60, 5].map {
      ProcessRule(label: "r", action: .spareYoung, minimumAge: .seconds($0))
    }
    let book = RuleBook(rules: rules)
    #expect(RuleEffect(of: [0, 1, 2], in: book).minimumAge == .seconds(60))
    #expect(RuleEffect(of: [0, 2], in: book).minimumAge == .seconds(5))
    #expect(RuleEffect(of: [], in: book).minimumAge == .zero)
  }
}
