extension Role {
  /// The place in `allCases`: looks are kept in arrays, and a frame asks for one per cell.
  public var index: Int {
    switch self {
    case .text: 0
    case .dim: 1
    case .title: 2
    case .border: 3
    case .key: 4
    case .keyLabel: 5
    case .select: 6
    case .tag: 7
    case .victim: 8
    case .eligible: 9
    case .protected: 10
    case .dying: 11
    case .zombie: 12
    case .kernel: 13
    case .level1: 14
    case .level2: 15
    case .level3: 16
    case .level4: 17
    case .level5: 18
    case .level6: 19
    case .barUsed: 20
    case .barShared: 21
    case .barSlab: 22
    case .barFile: 23
    case .tick: 24
    case .psiSome: 25
    case .psiFull: 26
    case .trend: 27
    case .armed: 28
    case .disarmed: 29
    case .warn: 30
    case .error: 31
    case .ok: 32
    case .edit: 33
    case .searchHit: 34
    case .frozen: 35
    }
  }
}
