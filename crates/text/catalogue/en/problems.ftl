# When a request cannot be answered: what went wrong, and what would help.

fault-not-found-title = Not found
fault-not-found = It does not exist, or you have no access to it.
fault-unknown-route-title = Unknown address
fault-unknown-route = Nothing answers at this address. See the description in /api/v1/openapi.json.
fault-wrong-method-title = Wrong method
fault-wrong-method = The address exists, but not with this method. The header “Allow” shows which ones can be used.
fault-unauthenticated-title = Sign in first
fault-unauthenticated = You are not signed in, or your access has ended. Send a valid secret in the header “Authorization: Bearer …”.
fault-wrong-credentials-title = Wrong address or password
fault-wrong-credentials = Address and password do not belong together. If you forgot the password, the secretariat can send a new invitation.
fault-forbidden-title = You may not do this
fault-forbidden-not-permitted = Your role does not allow it. Ask somebody who has the role, or write to the secretariat.
fault-forbidden-on-hold = The case is on hold, so nothing can be changed now. The secretariat can resume it.
fault-forbidden-wrong-state = The draft of the case cannot be worked on as the case stands now.
fault-forbidden-unknown-criterion = There is no such criterion in the criteria set of the case. Check the number.
fault-refused-title = This cannot be done now
fault-invalid-title = Something needs correcting
fault-invalid = { $count ->
    [one] One place in what you sent cannot be used. See “errors”.
   *[other] { $count } places in what you sent cannot be used. See “errors”.
}
fault-bad-json-title = Not usable as JSON
fault-bad-json = What you sent cannot be read as JSON.
fault-broken-body-title = Cut off on the way
fault-broken-body = The connection broke before everything had arrived. Nothing was changed; send it again.
fault-silent-sender-title = Nothing more came
fault-silent-sender = The rest did not come in time. Nothing was changed; send it again.
fault-bad-header-title = A header cannot be read
fault-bad-header = The header { $name } is “{ $found }” but must be { $wanted }.
fault-unsupported-media-type-title = Wrong media type
fault-unsupported-media-type = The content is “{ $found }” but must be { $wanted }. Correct the header “Content-Type”.
fault-too-large-title = Too large
fault-too-large = What you sent is too large. At most { $limit } bytes can be sent.
fault-stale-title = Somebody was faster
fault-stale = It has changed since you read it. Nothing is lost: read it again, see what is new, and try once more.
fault-changed-meanwhile-title = Changed at the same moment
fault-changed-meanwhile = Somebody changed the same thing at the same moment, or it exists already. Nothing is lost: read it again and try once more.
fault-version-required-title = Say which version you change
fault-version-required = It exists already. Read it first and send its ETag in the header “If-Match”, so that nobody overwrites another's work.
fault-idempotency-key-reused-title = The key was used before
fault-idempotency-key-reused = The key in “Idempotency-Key” was already used for another request. Use a new key.
fault-range-not-satisfiable-title = Outside the file
fault-range-not-satisfiable = The range asked for lies outside the file, which has { $size } bytes.
fault-busy-title = Busy right now
fault-busy = So many files are coming in at once that there is no room for more. Try again in a moment.
fault-timeout-title = It took too long
fault-timeout = The answer did not come in time. Look whether what you asked for has happened before you try again; with the same “Idempotency-Key” it happens at most once.
fault-unavailable-title = Out of service for a moment
fault-unavailable = The service cannot reach its database. Nothing is lost; try again in a moment.
fault-internal-title = Something went wrong on our side
fault-internal = The fault is ours, not yours. Give the number of the request if you write to the secretariat.

wanted-etag = a version number in quotation marks, for example "3"
wanted-star = a star: *
wanted-idempotency-key = 1 to 128 visible characters without spaces
fault-wait-title = Wait a little
fault-wait = A wrong password was typed many times. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
