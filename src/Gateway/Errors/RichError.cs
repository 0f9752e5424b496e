using System.Diagnostics;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Exchange.Gateway.Errors;

/// <summary>A refusal as every client can read it: a canonical code, and a <c>google.rpc.Status</c> that says why.</summary>
internal static class RichError
{
    /// <summary>The domain of every reason.</summary>
    public const string Domain = "exchange";

    /// <summary>The trailer that carries the status.</summary>
    public const string Trailer = "grpc-status-details-bin";

    // Trailers are small: some clients give up at 8 KiB.
    private const int MaxViolations = 32;

    /// <summary>The refusal as the exception that ends a call.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="traceId">The trace of the call; by default that of the current activity.</param>
    public static RpcException ToRpcException(Refusal refusal, string? traceId = null)
    {
        var code = ReasonCodes.Of(refusal.Reason);
        // The library's version of the message is older than the field's new name, `reason`: on the wire both are field 1.
        var info = new ErrorInfo { Type = ReasonName.Of(refusal.Reason), Domain = Domain };
        traceId ??= Activity.Current?.TraceId.ToHexString();
        if (!string.IsNullOrEmpty(traceId))
            info.Metadata.Add("trace_id", traceId);

        var status = new Google.Rpc.Status { Code = (int)code, Message = refusal.Message, Details = { Any.Pack(info) } };
        if (refusal.Fields.Count > 0)
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { Violations(refusal.Fields) } }));
        var trailers = new Metadata { { Trailer, status.ToByteArray() } };
        if (refusal.Receipt is { } receipt)
            trailers.Add(Receipts.Trailer(receipt));
        return new RpcException(new Grpc.Core.Status(code, refusal.Message), trailers);
    }

    /// <summary>The reason that an exception of ours carries, or empty.</summary>
    public static string ReasonOf(RpcException exception)
    {
        if (exception.Trailers.FirstOrDefault(t => t.Key == Trailer) is not { } trailer)
            return "";
        var info = Google.Rpc.Status.Parser.ParseFrom(trailer.ValueBytes).Details.FirstOrDefault(d => d.Is(ErrorInfo.Descriptor));
        return info?.Unpack<ErrorInfo>().Type ?? "";
    }

    private static IEnumerable<BadRequest.Types.FieldViolation> Violations(IReadOnlyList<FieldViolation> fields)
    {
        foreach (var field in fields.Take(MaxViolations))
            yield return new BadRequest.Types.FieldViolation { Field = field.Field, Description = field.Description };
        if (fields.Count > MaxViolations)
            yield return new BadRequest.Types.FieldViolation { Description = $"and {fields.Count - MaxViolations} more" };
    }
}
