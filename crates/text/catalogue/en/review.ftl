# The review: queue, sheet, criterion, drafts and the summary for C40.

judgement-fault-verdict = Choose a judgement.
judgement-fault-text = Write a remark. The municipality must be able to see why.
judgement-fault-text-long = The text cannot be kept. Use at most 20,000 characters.
judgement-fault-reason = Choose what is wrong.
judgement-fault-due = Write a date, for example 31-12-2027. It says: { $found }.
