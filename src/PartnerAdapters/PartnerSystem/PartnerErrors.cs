using Exchange.Dossiers;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.PartnerAdapters;

/// <summary>What a failed call says of the partner's system.</summary>
internal static class PartnerErrors
{
    // What our client says of a message beyond the channel's limit; there is nothing else to tell it by from a partner that is busy.
    private const string TooLarge = "Received message exceeds the maximum";

    /// <summary>Reads a failure.</summary>
    /// <param name="error">The failure, the partner's own or our client's.</param>
    /// <param name="began">Whether a response had begun.</param>
    public static Attempt Read(RpcException error, bool began)
    {
        // Nothing came back, so no connection was made or it went before it was of use. A certificate that is not the partner's is
        // INTERNAL here, and trying it again would not mend it.
        if (!began)
            return new Attempt(new SourceAnswer.Unavailable(SourceFault.Unreachable), MayAskAgain: error.StatusCode == StatusCode.Unavailable);
        if (error.Status.DebugException is InvalidProtocolBufferException)
            return new Attempt(new SourceAnswer.Malformed(SourceFault.NotTheProtocol));
        return error.StatusCode switch
        {
            // The partner says so itself: then our client has no exception to show.
            StatusCode.Unavailable when error.Status.DebugException is null =>
                new Attempt(new SourceAnswer.Unavailable(SourceFault.Unreachable), MayAskAgain: true),
            StatusCode.Unavailable => new Attempt(new SourceAnswer.Unavailable(SourceFault.BrokenOff)),
            StatusCode.PermissionDenied => new Attempt(new SourceAnswer.Refused()),
            StatusCode.DeadlineExceeded => new Attempt(new SourceAnswer.Unavailable(SourceFault.Late)),
            StatusCode.ResourceExhausted when error.Status.Detail.StartsWith(TooLarge, StringComparison.Ordinal) =>
                new Attempt(new SourceAnswer.Malformed(SourceFault.TooLarge)),

            // A page instead of a message, packed when nothing packed is taken, or no such service: whoever it is speaks something else.
            StatusCode.Unimplemented or StatusCode.Cancelled => new Attempt(new SourceAnswer.Malformed(SourceFault.NotTheProtocol)),
            _ => new Attempt(new SourceAnswer.Unavailable(SourceFault.SourceError)),
        };
    }
}
