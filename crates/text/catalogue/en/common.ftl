# Words that several topics share.

number-of-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
