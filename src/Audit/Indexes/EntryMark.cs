namespace Exchange.Audit;

/// <summary>
/// By which an entry is found without saying whom it is about: a keyed hash of the caller or of a case, shortened to 64 bits. It stands in
/// rows that can be removed, never in a leaf.
/// </summary>
/// <param name="Value">The hash of the caller, or of the case.</param>
/// <param name="Subject">Of a case: the hash of its subject, by which the subject's cases are found.</param>
public readonly record struct EntryMark(long Value, long? Subject = null);
