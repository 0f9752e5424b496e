namespace Exchange.Commands;

/// <summary>
/// Why nothing was released or changed. Each is a value of <c>exchange.v1.ErrorReason</c> with the same name in upper snake
/// case; that file documents them for callers.
/// </summary>
public enum RefusalReason
{
    /// <summary>Never given.</summary>
    Unspecified = 0,

    /// <summary>The client certificate carries no usable OIN.</summary>
    CertificateNotAccepted = 1,

    /// <summary>No token came with the call.</summary>
    TokenMissing = 2,

    /// <summary>The token is malformed, badly signed, or of the wrong type or algorithm.</summary>
    TokenInvalid = 3,

    /// <summary>The token's issuer is not the one that is pinned to the certificate's OIN.</summary>
    TokenIssuerNotTrusted = 4,

    /// <summary>The token is meant for somebody else.</summary>
    TokenAudienceWrong = 5,

    /// <summary>The token has ended.</summary>
    TokenExpired = 6,

    /// <summary>The token begins in the future.</summary>
    TokenNotYetValid = 7,

    /// <summary>The token lives longer than ten minutes.</summary>
    TokenLivesTooLong = 8,

    /// <summary>The token is not bound to the client certificate of this connection.</summary>
    TokenNotBound = 9,

    /// <summary>There is no such partnership for this caller.</summary>
    PartnershipNotFound = 10,

    /// <summary>The token's unit is not a partner of the certificate's controller under the covenant.</summary>
    UnitNotListed = 11,

    /// <summary>The acting role is not one of the token's.</summary>
    RoleNotInToken = 12,

    /// <summary>The covenant does not let this partner assert the acting role.</summary>
    RoleNotListed = 13,

    /// <summary>A field of the request is missing or out of bounds.</summary>
    FieldInvalid = 14,

    /// <summary>The request has a field that the contract does not know.</summary>
    FieldUnknown = 15,

    /// <summary>The covenant does not define the purpose.</summary>
    PurposeUnknown = 16,

    /// <summary>The covenant does not define the category.</summary>
    CategoryUnknown = 17,

    /// <summary>The covenant does not define the forum.</summary>
    ForumUnknown = 18,

    /// <summary>The covenant does not define a partner that the request names.</summary>
    PartnerUnknown = 19,

    /// <summary>No article lets this partner share this category on this ground.</summary>
    GroundNotCovered = 20,

    /// <summary>The covenant does not give the caller's partner and role this act.</summary>
    ActNotAllowed = 21,

    /// <summary>There is no such case for this caller: it does not exist or may not be known.</summary>
    CaseNotFound = 22,

    /// <summary>There is no such meeting for this caller: it does not exist or the caller does not attend.</summary>
    MeetingNotFound = 23,

    /// <summary>The meeting is over or its preparation has not begun.</summary>
    MeetingNotOpen = 24,

    /// <summary>A case cannot go to that state from the one that it is in.</summary>
    CaseStateConflict = 25,

    /// <summary>The page token is not of this caller and request, or too old.</summary>
    PageTokenInvalid = 26,

    /// <summary>The idempotency key was used before with another request.</summary>
    IdempotencyKeyReused = 27,

    /// <summary>The records moved under the request, time after time.</summary>
    ConcurrentChange = 28,

    /// <summary>The log cannot be written, so nothing is released.</summary>
    LogUnavailable = 29,

    /// <summary>The records cannot be read.</summary>
    StoreUnavailable = 30,

    /// <summary>The caller's deadline passed, or the caller went away.</summary>
    DeadlineExceeded = 31,

    /// <summary>Something broke; the trace id finds it.</summary>
    InternalFault = 32,

    /// <summary>The request must be signed, and no signature came with it.</summary>
    SignatureMissing = 33,

    /// <summary>The signature is malformed, or not one of the caller's organisation over these very bytes.</summary>
    SignatureInvalid = 34,

    /// <summary>There is no such section for this caller: it does not exist, or is not its partner's, or not of that category.</summary>
    SectionNotFound = 35,

    /// <summary>There is no such document for this caller: it does not exist, or its section is not shown to it in full.</summary>
    DocumentNotFound = 36,

    /// <summary>The document is larger than a document may be.</summary>
    DocumentTooLarge = 37,

    /// <summary>There is no such request for this caller: it does not exist, is another partner's, or may not be shown.</summary>
    RequestNotFound = 38,

    /// <summary>There is no such entry of the log for this caller: it does not exist, or the caller's controller had no part in it.</summary>
    EntryNotFound = 39,

    /// <summary>The caller's partner has as many such calls open as are taken at a time.</summary>
    TooManyCalls = 41,

    /// <summary>The caller's partner withdrew the section before.</summary>
    SectionWithdrawn = 42,

    /// <summary>The section has a newer version than the request expects.</summary>
    SectionChanged = 43,

    /// <summary>The gateway stops, and ended the stream.</summary>
    GatewayStopping = 44,

    /// <summary>What was sent of a document is not what was said of it: another size or another digest.</summary>
    DocumentMismatch = 45,

    /// <summary>The section has as many documents as a section may have.</summary>
    TooManyDocuments = 46,

    /// <summary>What is stored of a document is damaged; nothing that may be wrong is released.</summary>
    DocumentDamaged = 47,

    /// <summary>The bytes of a message are no protobuf message of the type that the RPC takes.</summary>
    RequestUnreadable = 48,

    /// <summary>The text is no covenant that could come into force.</summary>
    CovenantInvalid = 52,

    /// <summary>There is no version of a covenant of this digest.</summary>
    CovenantNotFound = 53,

    /// <summary>Not everybody whose signature is needed signed the version.</summary>
    CovenantNotSigned = 54,

    /// <summary>The version was activated before.</summary>
    CovenantAlreadyActivated = 55,

    /// <summary>The covenant that decides cannot be read here, or its signatures do not verify.</summary>
    CovenantUnavailable = 56,

    /// <summary>The partnership has as many versions as may wait.</summary>
    TooManyCovenants = 57,

    /// <summary>A text of the view still names somebody: the release gate held it back, and the privacy coordinators were told.</summary>
    ReleaseBlocked = 61,

    /// <summary>What is stored of a case, or of how a meeting sees it, is damaged; nothing of it is released anonymised.</summary>
    ViewDamaged = 65,
}
