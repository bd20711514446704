# Ord, der går igen på tværs af emner.

number-of-rows = { $count ->
    [one] { $count } række
   *[other] { $count } rækker
}
