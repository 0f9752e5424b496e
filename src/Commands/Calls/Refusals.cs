namespace Exchange.Commands;

/// <summary>Refusals that several commands give, each in one form, so that equal answers are equal bytes.</summary>
internal static class Refusals
{
    public static readonly Refusal CaseNotFound = new(RefusalReason.CaseNotFound, "There is no such case for this caller.");

    public static readonly Refusal MeetingNotFound = new(RefusalReason.MeetingNotFound, "There is no such meeting for this caller.");

    public static readonly Refusal MeetingNotOpen =
        new(RefusalReason.MeetingNotOpen, "The meeting is over, or its preparation has not begun.");

    public static readonly Refusal PurposeUnknown = new(RefusalReason.PurposeUnknown, "The covenant does not define this purpose.");

    public static readonly Refusal LogUnavailable =
        new(RefusalReason.LogUnavailable, "The log cannot be written, so nothing is released. Try again later.");

    public static readonly Refusal StoreUnavailable =
        new(RefusalReason.StoreUnavailable, "The records cannot be read. Try again later.");

    public static readonly Refusal ConcurrentChange =
        new(RefusalReason.ConcurrentChange, "The records kept changing under the request. Try again.");

    public static readonly Refusal KeyReused =
        new(RefusalReason.IdempotencyKeyReused, "The idempotency key was used before with another request.");

    public static readonly Refusal SectionNotFound = new(RefusalReason.SectionNotFound, "There is no such section for this caller.");

    public static readonly Refusal SectionWithdrawn = new(RefusalReason.SectionWithdrawn, "The section was withdrawn before.");

    public static readonly Refusal SectionChanged =
        new(RefusalReason.SectionChanged, "The section has a newer version than the request expects.");

    public static readonly Refusal RequestNotFound = new(RefusalReason.RequestNotFound, "There is no such request for this caller.");

    public static readonly Refusal DocumentNotFound = new(RefusalReason.DocumentNotFound, "There is no such document for this caller.");

    public static readonly Refusal DocumentTooLarge = new(RefusalReason.DocumentTooLarge, "A document has at most 104 857 600 bytes.");

    public static readonly Refusal DocumentMismatch =
        new(RefusalReason.DocumentMismatch, "What was sent has not the size or the SHA-256 that was said of it. Nothing is kept.");

    public static readonly Refusal TooManyDocuments = new(RefusalReason.TooManyDocuments, "The section has as many documents as it may have.");

    public static readonly Refusal DocumentDamaged =
        new(RefusalReason.DocumentDamaged, "What is stored of the document is damaged. What was sent of it is whole up to here, and incomplete.");

    public static readonly Refusal ViewDamaged = new(
        RefusalReason.ViewDamaged, "What is stored of the case, or of how this meeting sees it, is damaged. Nothing of it is released anonymised.");

    public static readonly Refusal PageTokenInvalid =
        new(RefusalReason.PageTokenInvalid, "The page token is not of this caller and request, or it is too old.");

    public static readonly Refusal EntryNotFound =
        new(RefusalReason.EntryNotFound, "There is no such entry of the log for this caller.");

    public static readonly Refusal CovenantNotFound =
        new(RefusalReason.CovenantNotFound, "There is no version of a covenant of this digest.");

    public static readonly Refusal CovenantAlreadyActivated =
        new(RefusalReason.CovenantAlreadyActivated, "The version was activated before. Propose what it says under a version number of its own.");

    public static readonly Refusal CovenantUnavailable =
        new(RefusalReason.CovenantUnavailable, "The covenant that decides cannot be read or verified here. Nothing is released.");

    public static Refusal ActNotAllowed(string message) => new(RefusalReason.ActNotAllowed, message);

    public static Refusal Field(string field, string description) =>
        new(RefusalReason.FieldInvalid, "A field is missing or out of bounds.") { Fields = [new FieldViolation(field, description)] };
}
