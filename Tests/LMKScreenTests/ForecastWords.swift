import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("The time to the next row")
struct ForecastWords {
  @Test("Its uncertainty is said where there is one worth saying")
  func words() {
    func words(_ likely: Double, _ early: Double, _ late: Double?) -> String {
      Scene.words(
        Forecast(likely: .seconds(likely), early: .seconds(early), late: late.map { .seconds($0) }))
    }
    #expect(words(10, 9.5, 10.5) == "in about 10 s")
    #expect(words(10, 8, 13) == "in 8 to 13 s")
    #expect(words(100, 80, 180) == "in 80 s to 3 min")
    #expect(words(10, 7, nil) == "in 7 s or later")
  }
}
