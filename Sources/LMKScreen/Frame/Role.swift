/// What a cell means. A theme gives each role one look; nothing on the screen has a colour of its
/// own.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case text, dim, title, border, key
  case keyLabel = "key_label"
  case select, tag
  case victim, eligible, protected, dying, zombie, kernel
  case level1 = "level_1"
  case level2 = "level_2"
  case level3 = "level_3"
  case level4 = "level_4"
  case level5 = "level_5"
  case level6 = "level_6"
  case barUsed = "bar_used"
  case barShared = "bar_shared"
  case barSlab = "bar_slab"
  case barFile = "bar_file"
  case tick
  case psiSome = "psi_some"
  case psiFull = "psi_full"
  case trend, armed, disarmed, warn, error, ok, edit
  case searchHit = "search_hit"
  case frozen
}
