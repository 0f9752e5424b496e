using System.Collections.Frozen;
using Exchange.Commands;
using Grpc.Core;

namespace Exchange.Gateway.Errors;

/// <summary>The gRPC code of every reason: the one place where a reason becomes a status.</summary>
internal static class ReasonCodes
{
    private static readonly FrozenDictionary<RefusalReason, StatusCode> Codes = new Dictionary<RefusalReason, StatusCode>
    {
        [RefusalReason.CertificateNotAccepted] = StatusCode.Unauthenticated,
        [RefusalReason.TokenMissing] = StatusCode.Unauthenticated,
        [RefusalReason.TokenInvalid] = StatusCode.Unauthenticated,
        [RefusalReason.TokenIssuerNotTrusted] = StatusCode.Unauthenticated,
        [RefusalReason.TokenAudienceWrong] = StatusCode.Unauthenticated,
        [RefusalReason.TokenExpired] = StatusCode.Unauthenticated,
        [RefusalReason.TokenNotYetValid] = StatusCode.Unauthenticated,
        [RefusalReason.TokenLivesTooLong] = StatusCode.Unauthenticated,
        [RefusalReason.TokenNotBound] = StatusCode.Unauthenticated,
        [RefusalReason.PartnershipNotFound] = StatusCode.NotFound,
        [RefusalReason.UnitNotListed] = StatusCode.PermissionDenied,
        [RefusalReason.RoleNotInToken] = StatusCode.PermissionDenied,
        [RefusalReason.RoleNotListed] = StatusCode.PermissionDenied,
        [RefusalReason.FieldInvalid] = StatusCode.InvalidArgument,
        [RefusalReason.FieldUnknown] = StatusCode.InvalidArgument,
        [RefusalReason.PurposeUnknown] = StatusCode.InvalidArgument,
        [RefusalReason.CategoryUnknown] = StatusCode.InvalidArgument,
        [RefusalReason.ForumUnknown] = StatusCode.InvalidArgument,
        [RefusalReason.PartnerUnknown] = StatusCode.InvalidArgument,
        [RefusalReason.GroundNotCovered] = StatusCode.PermissionDenied,
        [RefusalReason.ActNotAllowed] = StatusCode.PermissionDenied,
        [RefusalReason.CaseNotFound] = StatusCode.NotFound,
        [RefusalReason.MeetingNotFound] = StatusCode.NotFound,
        [RefusalReason.MeetingNotOpen] = StatusCode.FailedPrecondition,
        [RefusalReason.CaseStateConflict] = StatusCode.FailedPrecondition,
        [RefusalReason.PageTokenInvalid] = StatusCode.InvalidArgument,
        [RefusalReason.IdempotencyKeyReused] = StatusCode.AlreadyExists,
        [RefusalReason.ConcurrentChange] = StatusCode.Aborted,
        [RefusalReason.LogUnavailable] = StatusCode.Unavailable,
        [RefusalReason.StoreUnavailable] = StatusCode.Unavailable,
        [RefusalReason.DeadlineExceeded] = StatusCode.DeadlineExceeded,
        [RefusalReason.InternalFault] = StatusCode.Internal,
        [RefusalReason.SignatureMissing] = StatusCode.Unauthenticated,
        [RefusalReason.SignatureInvalid] = StatusCode.Unauthenticated,
        [RefusalReason.SectionNotFound] = StatusCode.NotFound,
        [RefusalReason.SectionWithdrawn] = StatusCode.FailedPrecondition,
        [RefusalReason.DocumentNotFound] = StatusCode.NotFound,
        [RefusalReason.DocumentTooLarge] = StatusCode.InvalidArgument,
        [RefusalReason.DocumentMismatch] = StatusCode.InvalidArgument,
        [RefusalReason.TooManyDocuments] = StatusCode.FailedPrecondition,
        [RefusalReason.DocumentDamaged] = StatusCode.DataLoss,
        [RefusalReason.SectionChanged] = StatusCode.FailedPrecondition,
        [RefusalReason.EntryNotFound] = StatusCode.NotFound,
        [RefusalReason.RequestNotFound] = StatusCode.NotFound,
        [RefusalReason.TooManyCalls] = StatusCode.ResourceExhausted,
        [RefusalReason.GatewayStopping] = StatusCode.Unavailable,
        [RefusalReason.RequestUnreadable] = StatusCode.InvalidArgument,
        [RefusalReason.ReleaseBlocked] = StatusCode.FailedPrecondition,
        [RefusalReason.ViewDamaged] = StatusCode.DataLoss,
        [RefusalReason.CovenantInvalid] = StatusCode.InvalidArgument,
        [RefusalReason.CovenantNotFound] = StatusCode.NotFound,
        [RefusalReason.CovenantNotSigned] = StatusCode.FailedPrecondition,
        [RefusalReason.CovenantAlreadyActivated] = StatusCode.FailedPrecondition,
        [RefusalReason.CovenantUnavailable] = StatusCode.Unavailable,
        [RefusalReason.TooManyCovenants] = StatusCode.ResourceExhausted,
    }.ToFrozenDictionary();

    /// <summary>The code of a reason; a reason that is never given is a fault of ours.</summary>
    public static StatusCode Of(RefusalReason reason) => Codes.GetValueOrDefault(reason, StatusCode.Internal);
}
