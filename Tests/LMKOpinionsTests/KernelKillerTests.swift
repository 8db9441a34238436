import LMKCore
import Testing

@testable import LMKOpinions

@Suite("The kernel's opinion")
struct KernelKillerTests {
  private func pid(_ population: Population, _ killer: KernelKiller = KernelKiller()) -> Int32? {
    killer.opinion(of: population).victim?.key.pid
  }

  @Test("RSS, swap and page tables add up")
  func sum() {
    #expect(pid(population("10 0 5000\n11 0 4000 swap 1500\n12 0 4000 swap 900 pte 700")) == 12)
  }

  @Test("An adj of 1 is worth a thousandth of memory and swap, in whole pages")
  func adj() {
    // 1,000,999 / 1000 = 1000 pages for each point: 5 points weigh 5,000 pages.
    let text = "10 5 1000\n11 0 5999"
    #expect(pid(population(text, total: 900_999, swapTotal: 100_000)) == 10)
    #expect(pid(population("10 5 1000\n11 0 6001", total: 1_000_999)) == 11)
    #expect(pid(population("10 -300 400000\n11 0 110000")) == 11)
  }

  @Test("Among equals the one born last is taken, whatever its pid")
  func equals() {
    #expect(pid(population("10 0 5000 born 900\n11 0 5000 born 800")) == 10)
    #expect(pid(population("10 0 5000\n11 0 5000")) == 11)
  }

  @Test("Passed over: init, kernel threads, adj -1000, and who holds nothing")
  func passedOver() {
    #expect(pid(population("1 0 9000\n2 0 8000 kernel\n3 -1000 7000\n4 1000 0\n5 0 3")) == 5)
    let nobody = KernelKiller().opinion(of: population("1 0 9000"))
    #expect(nobody.victim == nil)
    #expect(nobody.why.hasPrefix("everybody is passed over"))
  }

  @Test("A negative badness can win: the least negative")
  func negative() {
    #expect(pid(population("10 -999 500\n11 -998 10")) == 11)
  }

  @Test("A near-tie within the counters' error is said, with both")
  func nearTie() {
    let killer = KernelKiller(
      counterError: KernelKiller.CounterError(pages: 192, isPerThread: true))
    let tie = killer.opinion(of: population("10 0 5000 threads 2\n11 0 4500"))
    #expect(tie.victim?.key.pid == 10)
    #expect(tie.why.contains("a near-tie with 11 p11 (4500): the kernel counts to within 576"))
    #expect(!killer.opinion(of: population("10 0 5000\n11 0 4500")).why.contains("near-tie"))
  }

  @Test("A machine that panics, or takes whoever allocates, is told")
  func settings() {
    let population = population("10 0 5000")
    #expect(KernelKiller(panics: 1).opinion(of: population).victim == nil)
    let allocating = KernelKiller(takesAllocating: true).opinion(of: population)
    #expect(allocating.why.contains("oom_kill_allocating_task"))
  }

  @Test("It acts only when nothing is available and swap is full")
  func trigger() {
    let waits = KernelKiller().opinion(
      of: population("10 0 5", available: 10, swapTotal: 100, swapFree: 7))
    #expect(!waits.wouldAct && waits.pagesLeft == 17)
    #expect(KernelKiller().opinion(of: population("10 0 5", available: 0)).wouldAct)
  }
}
